import type { UpstreamResponse } from '../../fixtures/tampering-proxy.ts'
import { isRequestFor, type ProxiedRequest } from '../../fixtures/tampering-proxy.ts'
import {
  actionOf,
  createdServerOf,
  droppingParameters,
  editing,
  isObject,
  type ProxyRule,
  parseJson,
  respond,
  withoutProperties,
  withProperties,
} from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

const knownPaths = /^\/(flavors|os-availability-zone|os-keypairs(\/[^/]+)?|servers(\/detail|\/[^/]+(\/action)?)?)$/

const serverError = respond(500, { message: 'Internal Server Error' })

/** It responds with 500 to what it does not know: unknown paths, unknown methods, volume attachments. */
const unknownRoutes: ProxyRule = {
  intercept: (request) =>
    /^\/v2\/[^/]+\/./.test(request.path) && !isRequestFor(request, request.method, knownPaths)
      ? serverError
      : undefined,
}

const isAccepted = ({ status }: UpstreamResponse): boolean => status >= 200 && status < 300

/** Actions are done at once: 204 for a stop, 200 with the body of a result for the rest. */
const actions: ProxyRule = {
  change(request, response) {
    const action = actionOf(request)
    if (action === undefined || action === 'createImage' || !isAccepted(response)) return response
    return action === 'os-stop' ? respond(204) : respond(200, { result: 'ok' })
  },
}

const errors: ProxyRule = {
  change(_, response) {
    if (response.status < 400) return response
    const [error] = Object.values(parseJson(response.body.toString()) ?? {})
    return respond(response.status, { message: isObject(error) ? error['message'] : 'error' })
  },
}

/** An update is not stored; the response has the new values. */
const updates: ProxyRule = {
  rewrite: (request) =>
    isRequestFor(request, 'PUT', /^\/servers\/[^/]+$/) ? { ...request, method: 'GET', body: '' } : request,
  change(request, response) {
    const server = isRequestFor(request, 'PUT', /^\/servers\/[^/]+$/) ? requestedValues(request) : undefined
    const body = parseJson(response.body.toString())
    return server === undefined || !isObject(body) || !isObject(body['server'])
      ? response
      : { ...response, body: Buffer.from(JSON.stringify({ server: { ...body['server'], ...server } })) }
  },
}

function requestedValues(request: ProxiedRequest): Readonly<Record<string, unknown>> | undefined {
  const body = parseJson(request.body)
  const server = isObject(body) ? body['server'] : undefined
  return isObject(server) && typeof server['name'] === 'string' ? { name: server['name'] } : undefined
}

const metadata: ProxyRule = {
  rewrite(request) {
    const server = createdServerOf(request)
    return server === undefined
      ? request
      : { ...request, body: JSON.stringify({ server: withoutProperties('metadata')(server) }) }
  },
}

const withoutZ = (value: unknown) => (typeof value === 'string' ? value.replace('Z', '') : value)

const lowerCase = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value)

/** An emulator that somebody wrote in a week, from the examples of the document. */
export const youngEmulator: ComposedTarget = {
  name: 'a young emulator',
  timing: Object.fromEntries(
    ['create', 'delete', 'start', 'stop', 'rebootSoft', 'rebootHard', 'resize', 'confirmResize', 'createImage'].map(
      (operation) => [operation, 0],
    ),
  ),
  interpretations: ['numeric-flavor-ids'],
  rules: () => [
    unknownRoutes,
    updates,
    metadata,
    droppingParameters((name) => !['limit', 'marker', 'offset'].includes(name)),
    actions,
    errors,
    editing('GET', '/flavors', (object) =>
      'flavors' in object ? object : withProperties({ id: (id) => Number(id) })(withoutProperties('links')(object)),
    ),
    editing('GET', /^\/os-keypairs\/./, withProperties({ id: String })),
    editing(
      'POST',
      '/os-keypairs',
      withProperties({ fingerprint: () => '00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff' }),
    ),
    editing('GET', /^\/servers\/./, withProperties({ user_id: () => 1, created: withoutZ, updated: withoutZ })),
    editing('GET', '/servers/detail', withProperties({ status: lowerCase })),
  ],
  missing: ['listAttachments', 'showAttachment', 'attachVolume', 'detachVolume'],
  violates: [
    'servers.start.empty-body',
    'servers.reboot.empty-body',
    'servers.resize.empty-body',
    'groups.add.empty-body',
    'groups.remove.empty-body',
    'status.action',
    'errors.unknown-route',
    'errors.malformed-json',
    'errors.envelope',
    'flavors.list.limit',
    'flavors.list.marker',
    'flavors.list.bad-query-refused',
    'servers.list.limit',
    'servers.list.marker',
    'servers.list.bad-query-refused',
    'servers.detail.limit',
    'servers.detail.marker',
    'servers.detail.bad-query-refused',
    'flavors.id',
    'flavors.links',
    'keypairs.id',
    'keypairs.fingerprint-agrees',
    'servers.user-id',
    'servers.created',
    'servers.updated',
    'servers.status',
    'servers.show.equals-detail',
    'servers.update.renames',
    'servers.update.answer',
    'servers.update.name-length',
    'servers.create.metadata',
    'servers.create.metadata-limit',
    'servers.create.foreign-values-refused',
    'attachments.list.answers',
    'attachments.create.path',
  ],
}
