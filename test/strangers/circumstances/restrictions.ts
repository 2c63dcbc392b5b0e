/** Circumstances in which a target rejects requests that the document leaves it to reject. */
import { type Circumstance, isRequest, pathOf, responseOf } from './circumstance.ts'

const conflict = (message: string) => responseOf(409, { conflictingRequest: { code: 409, message } })

const serverIdIn = (path: string): string => /^\/servers\/([^/]+)/.exec(path)?.[1] ?? ''

/** Volumes are attached to running servers only. */
export const attachesWhenActive: Circumstance = {
  handler: ({ state }) => {
    return async (request, next) => {
      const server = state.servers.get(serverIdIn(pathOf(request)))
      const isAttach = isRequest(request, 'POST', /^\/servers\/[^/]+\/os-volume_attachments$/)
      return isAttach && server?.vmState === 'stopped' ? conflict('Cannot attach to a stopped server') : next(request)
    }
  },
}

/** Allows no more requests than this within a second. */
export const rateLimit = (perSecond: number): Circumstance => ({
  handler: () => {
    const accepted: number[] = []
    return async (request, next) => {
      const now = Date.now()
      while (accepted[0] !== undefined && accepted[0] <= now - 1_000) accepted.shift()
      if (accepted.length >= perSecond)
        return responseOf(429, { overLimit: { code: 429, message: 'Too many requests' } }, { 'retry-after': '1' })
      accepted.push(now)
      return next(request)
    }
  },
})
