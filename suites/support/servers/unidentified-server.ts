import type { ApiResponse } from '#harness'
import type { RequirementId } from '#model'

/**
 * Returns the requirement that a response to createServer without a server id violates (서버 생성하기, lines 877-909): the response must have the
 * object `server`, the object must have an id, and a valid request must not be rejected.
 */
export function whyUnidentified(created: ApiResponse): RequirementId {
  if (!created.isSuccess) return 'servers.create.answers'
  const server = created.at('body/server')
  const isObject = typeof server === 'object' && server !== null && !Array.isArray(server)
  return isObject ? 'servers.create.id' : 'servers.create.object'
}
