import type { Edition } from '#model'
import { TrafficObserver } from './traffic-observer.ts'

const tenant = 'b7cf3c25632b92409d3fb64afebede10'
const root = `http://cloud.example/v2/${tenant}`
export const serverId = '0b1f6e2a-92c4-4a43-8f0e-000000000001'

export interface Sent {
  /** Null for a request without a token. */
  readonly token?: string | null
  readonly body?: unknown
  readonly url?: string
  /** Further headers of the request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Further headers of the response. */
  readonly responseHeaders?: Readonly<Record<string, string>>
}

/** Starts a conversation of a client with a target; each call returns the requirements that its response violates. */
export function converse(off = {}, edition: Edition = '2020-03') {
  const observer = new TrafficObserver({ edition, graceMs: 0, off })
  let now = 1_700_000_000_000
  const send = (method: string, path: string, status: number, content: unknown, sent: Sent = {}) => {
    now += 10_000
    const { token = 'token-of-the-client', body, url = root, responseHeaders = {} } = sent
    const pending = observer.begin({
      method,
      url: url + path,
      headers: { ...(token === null ? {} : { 'x-auth-token': token }), ...sent.headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = content === undefined ? '' : JSON.stringify(content)
    const requestId = `req-${crypto.randomUUID()}`
    const headers = { 'content-type': 'application/json', 'x-compute-request-id': requestId, ...responseHeaders }
    const violations = observer.complete(pending, { status, headers, text, isUtf8: true, startedAt: now, ms: 5 })
    return violations.map(({ requirement }) => requirement)
  }
  return { observer, send }
}
