import type { Edition, OperationId } from '#model'
import { isRequirementId, requirement } from '../register/requirements.ts'
import { escapePointerKey } from './json-pointer.ts'
import { type OperationSpec, operations } from './operation.ts'
import type { SchemaNode } from './schema-node.ts'

/** Returns every node of a schema with its pointer; `*` stands for array elements and free keys. */
function* nodesOf(node: SchemaNode, pattern: string): Generator<readonly [string, SchemaNode]> {
  yield [pattern, node]
  for (const [name, child] of node.properties) yield* nodesOf(child, `${pattern}/${escapePointerKey(name)}`)
  if (node.items) yield* nodesOf(node.items, `${pattern}/*`)
  if (node.additionalProperties) yield* nodesOf(node.additionalProperties, `${pattern}/*`)
  for (const alternative of node.alternatives) yield* nodesOf(alternative, pattern)
}

function* requirementsIn(operation: OperationSpec): Generator<string | undefined> {
  yield operation.statusRequirement
  for (const { emptyBody, headers, json } of operation.responses.values()) {
    if (typeof emptyBody === 'string') yield emptyBody
    else if (emptyBody) yield* Object.values(emptyBody)
    for (const header of headers) yield header.requirement
    if (!json) continue
    yield json.requirement
    for (const [, node] of nodesOf(json.schema, 'body')) yield node.requirement
  }
}

/**
 * Requirements that the OpenAPI description refers to: every response is checked for them, without a test of their own.
 */
export const contractRequirementIds: ReadonlySet<string> = new Set(
  [...operations.values()].flatMap((operation) => [...requirementsIn(operation)]).filter((id) => id !== undefined),
)

/** Tells whether a node belongs to an edition of the document: a node without a requirement belongs to all. */
const belongsTo = ({ requirement: id }: SchemaNode, edition: Edition): boolean =>
  id === undefined || !isRequirementId(id) || requirement(id).editions.includes(edition)

/** Returns the nodes of the successful responses of an operation that an edition has, with their pointers. */
function responseNodes(operation: OperationSpec, edition: Edition): (readonly [string, SchemaNode])[] {
  const successes = [...operation.responses]
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { json }]) => (json ? [json.schema] : []))
  return successes.flatMap((schema) => [...nodesOf(schema, 'body')].filter(([, node]) => belongsTo(node, edition)))
}

function propertiesOf(operation: OperationSpec, edition: Edition): string[] {
  return [...new Set(responseNodes(operation, edition).map(([pointer]) => pointer))]
    .filter((pointer) => pointer !== 'body' && !pointer.endsWith('*'))
    .map((pointer) => `${operation.id} ${pointer}`)
}

const operationsIn = (edition: Edition): readonly OperationSpec[] =>
  [...operations.values()].filter(({ editions }) => editions.includes(edition))

/** Returns the operations of an edition of the document. */
export const documentedOperations = (edition: Edition): readonly OperationId[] =>
  operationsIn(edition).map(({ id }) => id)

/** Returns every documented property of every successful response, as `operation pointer`: the total of property coverage. */
export const documentedProperties = (edition: Edition): readonly string[] =>
  operationsIn(edition).flatMap((operation) => propertiesOf(operation, edition))

/** Returns every value of every enumeration in a successful response, as `operation pointer value`: the total of value coverage. */
export const documentedValues = (edition: Edition): readonly string[] => [
  ...new Set(
    operationsIn(edition).flatMap((operation) =>
      responseNodes(operation, edition).flatMap(([pointer, { choices }]) =>
        choices.map((value) => `${operation.id} ${pointer} ${value}`),
      ),
    ),
  ),
]

/** Returns the query parameters that an edition documents, as `operation name`. */
export const documentedParameters = (edition: Edition): readonly string[] =>
  operationsIn(edition).flatMap(({ id, queryParameters }) => queryParameters.map((name) => `${id} ${name}`))
