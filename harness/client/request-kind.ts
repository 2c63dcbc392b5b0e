import type { OperationId } from '#model'

/** The first key of an action's body, such as `os-stop`; undefined for other operations. */
export const actionOf = (operation: OperationId, content: unknown): string | undefined =>
  operation === 'actOnServer' && typeof content === 'object' && content !== null ? Object.keys(content)[0] : undefined

/** `createServer`, `actOnServer os-stop`: requests that are accepted or rejected alike when they are valid. */
export function requestKind(operation: OperationId, content: unknown): string {
  const action = actionOf(operation, content)
  return action === undefined ? operation : `${operation} ${action}`
}
