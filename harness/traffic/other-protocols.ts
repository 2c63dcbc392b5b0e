import type { RawRequest, RawResponse } from '../transport/http-message.ts'

/** The microversion of Nova's API whose bodies the document describes; responses below `/v2` name none. */
const documentedVersion = '2.1'

/** Headers that make a request conditional, or ask for a part of a body (RFC 9110, sections 13.1 and 14.2). */
const conditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'range']
const conditionalStatuses = new Set([206, 304, 412, 416])

/** Returns the microversion that a response names: in `OpenStack-API-Version: compute 2.79`, or in Nova's older header. */
function microversionOf({ headers }: RawResponse): string | undefined {
  const [, version] = /\bcompute\s+(\d+\.\d+)/.exec(headers['openstack-api-version'] ?? '') ?? []
  return version ?? headers['x-openstack-nova-api-version']?.trim()
}

/**
 * Tells whether a client asked for something that the document does not describe, and got it: another microversion, or a conditional or
 * partial response. No statement of the document applies to such a response.
 */
export function isOtherProtocol(request: RawRequest, response: RawResponse): boolean {
  const version = microversionOf(response)
  if (version !== undefined && version !== documentedVersion) return true
  return conditionalStatuses.has(response.status) && conditions.some((name) => request.headers[name] !== undefined)
}
