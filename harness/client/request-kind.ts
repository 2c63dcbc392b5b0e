import type { OperationId } from '#model'

/** Returns the first key of an action's body, such as `os-stop`; undefined for other operations. */
export const actionOf = (operation: OperationId, content: unknown): string | undefined =>
  operation === 'actOnServer' && typeof content === 'object' && content !== null ? Object.keys(content)[0] : undefined

/**
 * Returns the kind of a request, such as `createServer` or `actOnServer os-stop`: valid requests of one kind are accepted or rejected
 * alike.
 */
export function requestKind(operation: OperationId, content: unknown): string {
  const action = actionOf(operation, content)
  return action === undefined ? operation : `${operation} ${action}`
}
