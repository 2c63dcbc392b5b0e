import type { ApiResponse } from '#harness'
import type { RequirementId } from '#model'

/**
 * The requirement because of which a response to createServer leads to no server (서버 생성하기, lines 877-909): that it has the object
 * `server`, that this has an id, or, where the request was rejected, that it is accepted.
 */
export function whyUnidentified(created: ApiResponse): RequirementId {
  if (!created.isSuccess) return 'servers.create.answers'
  const server = created.at('body/server')
  const isObject = typeof server === 'object' && server !== null && !Array.isArray(server)
  return isObject ? 'servers.create.id' : 'servers.create.object'
}
