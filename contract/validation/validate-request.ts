import type { OperationId } from '#model'
import { operationSpec } from '../spec/operation.ts'
import type { SchemaNode } from '../spec/schema-node.ts'

/** Whether a value satisfies a schema with everything below it. */
function matches(node: SchemaNode, value: unknown): boolean {
  if (!node.isValid(value)) return false
  if (node.alternatives.length > 0 && !node.alternatives.some((alternative) => matches(alternative, value)))
    return false
  const { items } = node
  if (Array.isArray(value)) return items === undefined || value.every((element) => matches(items, element))
  if (typeof value !== 'object' || value === null) return true
  if (node.required.some((name) => !Object.hasOwn(value, name))) return false
  return Object.entries(value).every(([name, member]) => {
    const child = node.properties.get(name) ?? node.additionalProperties
    return child === undefined || matches(child, member)
  })
}

/**
 * Whether the body of a request is as the document describes it. What a target makes of any other request says little about it.
 * @param body the parsed body; undefined for a request without one, or with one that is not JSON
 */
export function isDocumentedRequest(operation: OperationId, body: unknown): boolean {
  const { requestBody } = operationSpec(operation)
  return requestBody === undefined || matches(requestBody, body)
}
