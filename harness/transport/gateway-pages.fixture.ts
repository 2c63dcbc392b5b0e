import { SimulatedClock } from '../clock.fixture.ts'
import { withoutGatewayPages } from './gateway-pages.ts'
import type { RawRequest, RawResponse } from './http-message.ts'

export const response = (status: number, contentType: string, text: string): RawResponse => ({
  status,
  headers: { 'content-type': contentType },
  text,
  isUtf8: true,
  startedAt: 0,
  ms: 1,
})
export const page = (status: number) => response(status, 'text/html', '<html>Sign in</html>')
export const json = response(200, 'application/json', '{"a":{}}')

/** Sends requests to a target with these responses, one after the other. */
export function scripted(...responses: readonly RawResponse[]) {
  let count = 0
  const send = withoutGatewayPages(
    async () => responses[Math.min(count++, responses.length - 1)] ?? json,
    new SimulatedClock(),
  )
  const request = (method: string, path = '/v2/t1/servers'): RawRequest => ({
    method,
    url: `http://h${path}`,
    headers: {},
  })
  return { get: (path?: string) => send(request('GET', path)), post: () => send(request('POST')), count: () => count }
}
