import type { UpstreamResponse } from '../../fixtures/tampering-proxy.ts'
import { droppingParameters, editing, type ProxyRule, respondingTo } from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

const html = (status: number, text: string): UpstreamResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from(`<!doctype html><html><body><h1>${status} ${text}</h1></body></html>`),
})

const strippedHeaders = ['x-compute-request-id', 'x-openstack-request-id', 'location']

const headers: ProxyRule = {
  change: (_, response) => ({
    ...response,
    headers: Object.fromEntries(Object.entries(response.headers).filter(([name]) => !strippedHeaders.includes(name))),
  }),
}

/** Links lead to the host behind the gateway, which no client can reach. */
const internalLinks: ProxyRule = {
  change: (request, response) => ({
    ...response,
    body: Buffer.from(
      response.body.toString().replaceAll(`http://${request.headers.host}`, 'http://nova-api.internal:8774'),
    ),
  }),
}

/** Allows N requests a second to a user. */
function rateLimit(perSecond: number): ProxyRule {
  let [second, count] = [0, 0]
  return {
    intercept() {
      const now = Math.floor(Date.now() / 1000)
      if (now !== second) [second, count] = [now, 0]
      count += 1
      return count > perSecond ? { ...html(429, 'Too Many Requests'), headers: { 'retry-after': '1' } } : undefined
    },
  }
}

const bodyLimit: ProxyRule = {
  intercept: (request) => (request.body.length > 8192 ? html(413, 'Payload Too Large') : undefined),
}

const methods = ['GET', 'POST', 'PUT', 'DELETE']

/** A gateway that somebody configured in front of an honest Nova. */
export const gateway: ComposedTarget = {
  name: 'a gateway in front of an honest target',
  rules: () => [
    rateLimit(100),
    bodyLimit,
    // Allowed: RFC 9110 15.6.2.
    { intercept: ({ method }) => (methods.includes(method) ? undefined : html(501, 'Not Implemented')) },
    respondingTo('GET', '/os-keypairs', ({ path }) => ({
      ...html(301, 'Moved Permanently'),
      headers: { 'content-type': 'text/html', location: `${path}/` },
    })),
    droppingParameters((name) => ['name', 'limit'].includes(name)),
    headers,
    internalLinks,
    editing('GET', '/os-availability-zone', (object) =>
      Object.fromEntries(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value])),
    ),
  ],
  violates: [
    'conventions.request-id',
    'images.create.location',
    'status.list-keypairs',
    'attachments.bad-query-refused',
    'servers.create.user-data-limit',
    'keypairs.list.answers',
    'zones.list.array',
    'flavors.list.min-disk',
    'flavors.list.min-ram',
    'flavors.list.marker',
    'attachments.list.offset',
    ...['list', 'detail'].flatMap((list) =>
      ['changes-since', 'image', 'flavor', 'status', 'marker'].map((parameter) => `servers.${list}.${parameter}`),
    ),
    'flavors.list.bad-query-refused',
    'servers.list.bad-query-refused',
    'servers.detail.bad-query-refused',
  ],
}
