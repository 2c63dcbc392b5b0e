import { type OperationId, operationIds } from '#model'
import { isObject, type JsonObject, member, openapi, resolve } from './openapi.ts'
import { type SchemaNode, schemaNode } from './schema-node.ts'

/** A response header the contract describes. `actions`: only answers to these actions carry it. */
export interface HeaderSpec {
  readonly name: string
  readonly requirement: string | undefined
  readonly required: boolean
  readonly actions: readonly string[] | undefined
  readonly schema: SchemaNode
}

export interface ResponseSpec {
  /** Requirement that the answer has no body: one for all answers, or by action. */
  readonly emptyBody: string | Readonly<Record<string, string>> | undefined
  readonly headers: readonly HeaderSpec[]
  readonly json: { readonly requirement: string | undefined; readonly schema: SchemaNode } | undefined
}

export interface OperationSpec {
  readonly id: OperationId
  readonly method: string
  /** Path template below the endpoint's root: `/v2/{tenantId}/servers/{serverId}`. */
  readonly path: string
  readonly summary: string
  readonly queryParameters: readonly string[]
  /** Requirement about the status of a successful answer. */
  readonly statusRequirement: string | undefined
  readonly responses: ReadonlyMap<string, ResponseSpec>
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const entries = (node: JsonObject | undefined): [string, JsonObject][] =>
  Object.entries(node ?? {}).flatMap(([key, value]) =>
    isObject(value) ? [[key, resolve(value)] as [string, JsonObject]] : [],
  )

const header = ([name, node]: [string, JsonObject]): HeaderSpec => {
  const actions = node['x-actions']
  return {
    name: name.toLowerCase(),
    requirement: text(node['x-requirement']),
    required: node['required'] === true,
    actions: Array.isArray(actions) ? actions.map(String) : undefined,
    schema: schemaNode(member(node, 'schema') ?? {}),
  }
}

function emptyBody(node: JsonObject): ResponseSpec['emptyBody'] {
  const written = node['x-empty-body']
  if (!isObject(written)) return text(written)
  return Object.fromEntries(Object.entries(written).map(([action, id]) => [action, String(id)]))
}

function response(node: JsonObject): ResponseSpec {
  const media = member(member(node, 'content'), 'application/json')
  const schema = member(media, 'schema')
  return {
    emptyBody: emptyBody(node),
    headers: entries(member(node, 'headers')).map(header),
    json: schema ? { requirement: text(media?.['x-requirement']), schema: schemaNode(schema) } : undefined,
  }
}

function parameterNames(holder: JsonObject, place: string): string[] {
  const list = holder['parameters']
  if (!Array.isArray(list)) return []
  return list
    .filter(isObject)
    .map(resolve)
    .filter((parameter) => parameter['in'] === place)
    .map((parameter) => String(parameter['name']))
}

function operation(path: string, item: JsonObject, method: string): OperationSpec | undefined {
  const node = member(item, method)
  const id = operationIds.find((known) => known === node?.['operationId'])
  if (!node || !id) return undefined
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: text(node['summary']) ?? id,
    queryParameters: [...parameterNames(item, 'query'), ...parameterNames(node, 'query')],
    statusRequirement: text(node['x-status-requirement']),
    responses: new Map(entries(member(node, 'responses')).map(([status, inner]) => [status, response(inner)])),
  }
}

const methods = ['get', 'post', 'put', 'delete'] as const
const described: unknown = openapi.paths ?? {}
const paths = isObject(described) ? entries(described) : []

const all = paths.flatMap(([path, item]) =>
  methods.map((method) => operation(path, item, method)).filter((found) => found !== undefined),
)

/** Every operation of the contract by its operationId. Throws at start when the OpenAPI files lack one. */
export const operations: ReadonlyMap<OperationId, OperationSpec> = new Map(
  operationIds.map((id) => {
    const found = all.find((one) => one.id === id)
    if (!found) throw new Error(`The contract has no operation ${id}.`)
    return [id, found]
  }),
)

/** Looks an operation up; every id of the union is there. */
export function operationSpec(id: OperationId): OperationSpec {
  const found = operations.get(id)
  if (!found) throw new TypeError(`The contract has no operation ${id}.`)
  return found
}
