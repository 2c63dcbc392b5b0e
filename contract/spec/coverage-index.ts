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

function propertiesOf(operation: OperationSpec): string[] {
  const successes = [...operation.responses]
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { json }]) => (json ? [json.schema] : []))
  const pointers = successes.flatMap((schema) => [...nodesOf(schema, 'body')].map(([pointer]) => pointer))
  return [...new Set(pointers)]
    .filter((pointer) => pointer !== 'body' && !pointer.endsWith('*'))
    .map((pointer) => `${operation.id} ${pointer}`)
}

/** Every documented property of every successful response, as `operation pointer`: the total of property coverage. */
export const documentedProperties: readonly string[] = [...operations.values()].flatMap(propertiesOf)
