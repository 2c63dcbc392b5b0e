import type { Edition, OperationId } from '#model'
import { isRequirementId, requirement } from '../register/requirements.ts'
import { escapePointerKey } from './json-pointer.ts'
import { type OperationSpec, operations } from './operation.ts'
import type { SchemaNode } from './schema-node.ts'

/** Every node of a schema with its pointer; `*` stands for array elements and free keys. */
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

/** Whether an edition of the document has what a node describes: a node without a requirement belongs to all. */
const belongsTo = ({ requirement: id }: SchemaNode, edition: Edition): boolean =>
  id === undefined || !isRequirementId(id) || requirement(id).editions.includes(edition)

function propertiesOf(operation: OperationSpec, edition: Edition): string[] {
  const successes = [...operation.responses]
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { json }]) => (json ? [json.schema] : []))
  const pointers = successes.flatMap((schema) =>
    [...nodesOf(schema, 'body')].flatMap(([pointer, node]) => (belongsTo(node, edition) ? [pointer] : [])),
  )
  return [...new Set(pointers)]
    .filter((pointer) => pointer !== 'body' && !pointer.endsWith('*'))
    .map((pointer) => `${operation.id} ${pointer}`)
}

const operationsIn = (edition: Edition): readonly OperationSpec[] =>
  [...operations.values()].filter(({ editions }) => editions.includes(edition))

/** The operations of an edition of the document. */
export const documentedOperations = (edition: Edition): readonly OperationId[] =>
  operationsIn(edition).map(({ id }) => id)

/** Every documented property of every successful response, as `operation pointer`: the total of property coverage. */
export const documentedProperties = (edition: Edition): readonly string[] =>
  operationsIn(edition).flatMap((operation) => propertiesOf(operation, edition))
