import { type Edition, editions, type OperationId, operationIds } from '#model'
import { isObject, type JsonObject, member, openapi, resolve } from './openapi.ts'
import { type SchemaNode, schemaNode } from './schema-node.ts'

/** A described response header. */
export interface HeaderSpec {
  /** In lower case. */
  readonly name: string
  readonly requirement: string | undefined
  readonly required: boolean
  /** For actOnServer: the actions whose responses carry the header; undefined means all. */
  readonly actions: readonly string[] | undefined
  readonly schema: SchemaNode
}

/** A described response of an operation. */
export interface ResponseSpec {
  /** The requirement that the response has no body: one for all responses, or one per action. */
  readonly emptyBody: string | Readonly<Record<string, string>> | undefined
  readonly headers: readonly HeaderSpec[]
  /** The JSON body: the requirement about its media type, and its schema. */
  readonly json: { readonly requirement: string | undefined; readonly schema: SchemaNode } | undefined
}

/** An operation of the OpenAPI description, parsed. */
export interface OperationSpec {
  readonly id: OperationId
  readonly method: string
  /** Path template below the endpoint's root: `/v2/{tenantId}/servers/{serverId}`. */
  readonly path: string
  readonly summary: string
  /** The editions of the document that have the operation. */
  readonly editions: readonly Edition[]
  readonly queryParameters: readonly string[]
  /** The schema of the JSON body of a request; undefined for operations without one. */
  readonly requestBody: SchemaNode | undefined
  /** The requirement about the status of a successful response. */
  readonly statusRequirement: string | undefined
  /** By status code, or `default`. */
  readonly responses: ReadonlyMap<string, ResponseSpec>
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const entries = (node: JsonObject | undefined): [string, JsonObject][] =>
  Object.entries(node ?? {}).flatMap(([key, value]) =>
    isObject(value) ? [[key, resolve(value)] as [string, JsonObject]] : [],
  )

const parseHeader = ([name, node]: [string, JsonObject]): HeaderSpec => {
  const actions = node['x-actions']
  return {
    name: name.toLowerCase(),
    requirement: text(node['x-requirement']),
    required: node['required'] === true,
    actions: Array.isArray(actions) ? actions.map(String) : undefined,
    schema: schemaNode(member(node, 'schema') ?? {}),
  }
}

function parseEmptyBody(node: JsonObject): ResponseSpec['emptyBody'] {
  const value = node['x-empty-body']
  if (!isObject(value)) return text(value)
  return Object.fromEntries(Object.entries(value).map(([action, id]) => [action, String(id)]))
}

function parseResponse(node: JsonObject): ResponseSpec {
  const media = member(member(node, 'content'), 'application/json')
  const schema = member(media, 'schema')
  return {
    emptyBody: parseEmptyBody(node),
    headers: entries(member(node, 'headers')).map(parseHeader),
    json: schema ? { requirement: text(media?.['x-requirement']), schema: schemaNode(schema) } : undefined,
  }
}

function parseRequestBody(node: JsonObject): SchemaNode | undefined {
  const schema = member(member(member(member(node, 'requestBody'), 'content'), 'application/json'), 'schema')
  return schema ? schemaNode(schema) : undefined
}

function queryParameters(node: JsonObject): string[] {
  const list = node['parameters']
  if (!Array.isArray(list)) return []
  return list
    .filter(isObject)
    .map(resolve)
    .filter((parameter) => parameter['in'] === 'query')
    .map((parameter) => String(parameter['name']))
}

function editionsOf(node: JsonObject): readonly Edition[] {
  const named = node['x-editions']
  return Array.isArray(named) ? editions.filter((edition) => named.includes(edition)) : editions
}

function parseOperation(path: string, item: JsonObject, method: string): OperationSpec | undefined {
  const node = member(item, method)
  const id = operationIds.find((operationId) => operationId === node?.['operationId'])
  if (!node || !id) return undefined
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: text(node['summary']) ?? id,
    editions: editionsOf(node),
    queryParameters: [...queryParameters(item), ...queryParameters(node)],
    requestBody: parseRequestBody(node),
    statusRequirement: text(node['x-status-requirement']),
    responses: new Map(entries(member(node, 'responses')).map(([status, inner]) => [status, parseResponse(inner)])),
  }
}

const methods = ['get', 'post', 'put', 'delete'] as const
const paths: unknown = openapi.paths
const specs = entries(isObject(paths) ? paths : undefined).flatMap(([path, item]) =>
  methods.flatMap((method) => parseOperation(path, item, method) ?? []),
)

/** Every operation by its operationId. Loading this module throws an Error when the OpenAPI description lacks one. */
export const operations: ReadonlyMap<OperationId, OperationSpec> = new Map(
  operationIds.map((id) => {
    const spec = specs.find((one) => one.id === id)
    if (!spec) throw new Error(`The OpenAPI description has no operation ${id}.`)
    return [id, spec]
  }),
)

/** Returns the description of an operation. @throws TypeError when the OpenAPI description lacks it */
export function operationSpec(id: OperationId): OperationSpec {
  const spec = operations.get(id)
  if (!spec) throw new TypeError(`The OpenAPI description has no operation ${id}.`)
  return spec
}
