import { isRequestFor, type UpstreamResponse } from '../../fixtures/tampering-proxy.ts'
import {
  actionOf,
  createdServerOf,
  isObject,
  type ProxyRule,
  parseJson,
  respond,
  respondingTo,
} from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

/** Returns what a web framework sends in place of a response of the API. */
const page = (status: number, title: string): UpstreamResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from(`<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n`),
})

const notFound = page(404, 'Not Found')
const notAllowed = page(405, 'Method Not Allowed')
/** A handler has failed. */
const serverError = page(500, 'Internal Server Error')

const noSuchAction = respond(400, { badRequest: { code: 400, message: 'There is no such action currently supported' } })

const unsupportedActions = ['os-stop', 'addSecurityGroup', 'removeSecurityGroup']

const actions: ProxyRule = {
  intercept(request) {
    const action = actionOf(request)
    if (action === undefined) return undefined
    const body = parseJson(request.body)
    if (!isObject(body) || !isObject(Object.values(body)[0] ?? {})) return serverError
    if (['reboot', 'resize', 'createImage'].includes(action) && !isObject(body[action])) return serverError
    return unsupportedActions.includes(action) ? noSuchAction : undefined
  },
}

/** A handler takes what it needs from the body without looking. */
const keypairs = respondingTo('POST', '/os-keypairs', (request) => {
  const body = parseJson(request.body)
  const keypair = isObject(body) ? body['keypair'] : undefined
  return isObject(keypair) && typeof keypair['public_key'] === 'string' && typeof keypair['name'] === 'string'
    ? undefined
    : serverError
})

const creates = respondingTo('POST', '/servers', (request) => {
  const server = createdServerOf(request)
  return server === undefined || !('flavorRef' in server) || !('imageRef' in server) || !('name' in server)
    ? serverError
    : undefined
})

/**
 * Stores a name of any type; a list that is filtered by name fails as soon as there was a server whose name is no
 * string.
 */
function namesOfAnyType(): ProxyRule {
  let hasOther = false
  return {
    intercept: (request) =>
      hasOther && isRequestFor(request, 'GET', /^\/servers(\/detail)?$/) && /[?&]name=/.test(request.path)
        ? serverError
        : undefined,
    rewrite(request) {
      const server = createdServerOf(request)
      if (server === undefined || typeof server['name'] !== 'number') return request
      hasOther = true
      return { ...request, body: JSON.stringify({ server: { ...server, name: String(server['name']) } }) }
    },
  }
}

/**
 * An emulator on a web framework, which responds with pages of the framework to unknown requests and to those that make
 * it fail. It stops no server, and has no zones.
 */
export const frameworkEmulator: ComposedTarget = {
  name: 'an emulator on a web framework',
  rules: () => [
    respondingTo('GET', '/os-availability-zone', () => notFound),
    respondingTo('GET', /^\/os-keypairs\/./, () => notAllowed),
    respondingTo('PUT', /^\/servers\/[^/]+$/, () => notAllowed),
    actions,
    keypairs,
    creates,
    namesOfAnyType(),
  ],
  violates: [
    'access.token-required',
    'access.tenant-in-path',
    'servers.stop.becomes-shutoff',
    'servers.reboot.object-required',
    'servers.resize.object-required',
    'errors.malformed-json',
    'images.create.name-required',
    'keypairs.show.by-name',
    'keypairs.create.generates',
    'keypairs.create.keypair-required',
    'keypairs.create.name-required',
    'keypairs.create.duplicate-refused',
    'keypairs.create.name-length',
    'groups.add.attaches',
    'groups.remove.detaches',
    'servers.create.server-required',
    'servers.create.name-required',
    'servers.create.image-required',
    'servers.create.flavor-required',
    'servers.create.foreign-values-refused',
    'servers.update.renames',
    'status.refused-request',
    'zones.list.answers',
  ],
}
