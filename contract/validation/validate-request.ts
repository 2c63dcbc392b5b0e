import { type OperationId, type RequirementId, requirementIds } from '#model'
import { operationSpec } from '../spec/operation.ts'
import { acceptsType, type RejectionRequirements, type SchemaNode } from '../spec/schema-node.ts'

/** A wrong field of a request, with the requirement that the request is rejected. */
export interface RequestViolation {
  readonly requirement: RequirementId | undefined
  /** Which of the requirements of `x-rejection` it is. */
  readonly kind: keyof RejectionRequirements
  /** The value; undefined when the field is missing. */
  readonly value: unknown
}

const ids: ReadonlySet<string> = new Set(requirementIds)
const isRequirementId = (id: string | undefined): id is RequirementId => id !== undefined && ids.has(id)

const violation = ({ rejection }: SchemaNode, kind: keyof RejectionRequirements, value: unknown): RequestViolation => {
  const id = rejection[kind]
  return { requirement: isRequirementId(id) ? id : undefined, kind, value }
}

/** Returns the violations of a value and of everything below it. */
function violationsOf(node: SchemaNode, value: unknown): readonly RequestViolation[] {
  if (!node.isValid(value)) {
    if (acceptsType(node, value)) return [violation(node, 'value', value)]
    return [violation(node, value === null ? 'missing' : 'type', value)]
  }
  const ofAlternatives = node.alternatives.length === 0 ? [] : violationsOfBest(node.alternatives, value)
  if (Array.isArray(value)) {
    const { items } = node
    return items === undefined
      ? ofAlternatives
      : [...ofAlternatives, ...value.flatMap((one) => violationsOf(items, one))]
  }
  if (typeof value !== 'object' || value === null) return ofAlternatives
  const missing = node.required
    .filter((name) => !Object.hasOwn(value, name) && !node.properties.get(name)?.allowsAbsence)
    .map((name) => node.properties.get(name))
    .map((child) =>
      child
        ? violation(child, 'missing', undefined)
        : { requirement: undefined, kind: 'missing' as const, value: undefined },
    )
  const members = Object.entries(value).flatMap(([name, member]) => {
    const child = node.properties.get(name) ?? node.additionalProperties
    return child === undefined ? [] : violationsOf(child, member)
  })
  return [...ofAlternatives, ...missing, ...members]
}

/** Returns the violations of the intended alternative: the one with the fewest, preferably with all required members present. */
function violationsOfBest(alternatives: readonly SchemaNode[], value: unknown): readonly RequestViolation[] {
  const [best] = alternatives
    .filter((alternative) => isMeant(alternative, value))
    .map((alternative) => violationsOf(alternative, value))
    .toSorted((a, b) => a.length - b.length)
  return best ?? [{ requirement: undefined, kind: 'value', value }]
}

const isMeant = ({ required }: SchemaNode, value: unknown): boolean =>
  typeof value !== 'object' || value === null || required.every((name) => Object.hasOwn(value, name))

/**
 * Compares the body of a request with the description. The response to a request that is not as described says little about the target,
 * except that it should reject it where a requirement says so.
 * @param body the parsed body; undefined for a request without one, or with one that is not JSON
 */
export function requestViolations(operation: OperationId, body: unknown): readonly RequestViolation[] {
  const { requestBody } = operationSpec(operation)
  return requestBody === undefined ? [] : violationsOf(requestBody, body)
}

/** Tells whether the body of a request is as the document describes it. */
export const isDocumentedRequest = (operation: OperationId, body: unknown): boolean =>
  requestViolations(operation, body).length === 0
