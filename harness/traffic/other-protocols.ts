import type { RawRequest, RawResponse } from '../transport/http-message.ts'

/** The version of Nova's API whose bodies the document describes; below `/v2` no response names one. */
const documentedVersion = '2.1'

/** Headers that make a request conditional, or ask for a part of a body: RFC 9110 sections 13.1 and 14.2. */
const conditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'range']
const conditionalStatuses = new Set([206, 304, 412, 416])

/** The microversion that a response says it follows: `OpenStack-API-Version: compute 2.79`, or Nova's older header. */
function microversionOf({ headers }: RawResponse): string | undefined {
  const [, version] = /\bcompute\s+(\d+\.\d+)/.exec(headers['openstack-api-version'] ?? '') ?? []
  return version ?? headers['x-openstack-nova-api-version']?.trim()
}

/**
 * Whether a client has asked for something that the document does not describe, and the target has agreed: another microversion, or a
 * conditional or partial response. Nothing that the document states applies to it.
 */
export function isOtherProtocol(request: RawRequest, response: RawResponse): boolean {
  const version = microversionOf(response)
  if (version !== undefined && version !== documentedVersion) return true
  return conditionalStatuses.has(response.status) && conditions.some((name) => request.headers[name] !== undefined)
}
