import { isRequestFor } from '../../fixtures/tampering-proxy.ts'
import {
  actionOf,
  editing,
  isObject,
  type ProxyRule,
  parseJson,
  respond,
  respondingTo,
  serverIdOf,
} from '../proxy-rules.ts'
import type { ComposedTarget } from './composed-target.ts'

/** Makes a resize lose the name of a server: it has another one until it is renamed, and no security group until one is added. */
function losingResize(): ProxyRule {
  const resized = new Set<string>()
  const withoutGroups = new Set<string>()
  const edit = (object: Readonly<Record<string, unknown>>) =>
    resized.has(String(object['id'])) && 'name' in object
      ? {
          ...object,
          name: `${object['name']}-resized`,
          ...('security_groups' in object && withoutGroups.has(String(object['id'])) && { security_groups: [] }),
        }
      : object
  return {
    change(request, response) {
      const [action, id] = [actionOf(request), serverIdOf(request.path)]
      if (action === 'resize' && response.status === 202) for (const ids of [resized, withoutGroups]) ids.add(id)
      if (action === 'addSecurityGroup') withoutGroups.delete(id)
      if (isRequestFor(request, 'PUT', /^\/servers\//) && /"name"/.test(request.body)) resized.delete(id)
      return editing('GET', /^\/servers(\/[^/]+)?$/, edit).change?.(request, response) ?? response
    },
  }
}

/** Lists the attachments of every server where a request has no parameters. */
function attachmentsOfAll(): ProxyRule {
  const known = new Map<string, readonly unknown[]>()
  return {
    change(request, response) {
      const body = isRequestFor(request, 'GET', /^\/servers\/[^/]+\/os-volume_attachments$/)
        ? parseJson(response.body.toString())
        : undefined
      const own = isObject(body) ? body['volumeAttachments'] : undefined
      if (!Array.isArray(own) || request.path.includes('?')) return response
      known.set(serverIdOf(request.path), own)
      return { ...response, body: Buffer.from(JSON.stringify({ volumeAttachments: [...known.values()].flat() })) }
    },
  }
}

const notFound = respond(404, { itemNotFound: { code: 404, message: 'Nothing was found.' } })

/** An empty list is not found. */
const emptyAsNotFound: ProxyRule = {
  change(request, response) {
    const body = request.method === 'GET' && response.status === 200 ? parseJson(response.body.toString()) : undefined
    const [list] = isObject(body) ? Object.values(body) : []
    return Array.isArray(list) && list.length === 0 ? { ...notFound, headers: response.headers } : response
  },
}

const anHourLater = (time: unknown): string => new Date(Date.parse(String(time)) + 3_600_000).toISOString().slice(0, 19)

/** Its faults are about other requirements than those of the operations in which they show. */
export const misleadingTarget: ComposedTarget = {
  name: 'one whose faults show elsewhere',
  seed: { zones: ['kr-pub-a'] },
  rules: () => [
    respondingTo('DELETE', /^\/(servers|os-keypairs)\/./, ({ body }) =>
      body === '' ? respond(411, { badRequest: { code: 411, message: 'Length Required' } }) : undefined,
    ),
    losingResize(),
    attachmentsOfAll(),
    emptyAsNotFound,
    editing('GET', /^\/servers\/./, (object) => ({
      ...object,
      ...('updated' in object && { updated: `${anHourLater(object['updated'])}Z` }),
      ...('progress' in object && { progress: -1 }),
    })),
  ],
  faults: [
    'keypairs-delete-answers-body',
    'start-answers-body',
    'reboot-type-unchecked',
    'create-image-name-ignored',
    'servers-list-status-ignored',
  ],
  violates: [
    'conventions.no-request-body',
    'servers.resize.changes-flavor',
    'attachments.list.answers',
    'flavors.list.answers',
    'servers.list.answers',
    'servers.detail.answers',
    'servers.updated',
    'servers.progress',
  ],
  alsoRed: { 'keypairs.list.answers': 'Where the list of keypairs is empty at the time.' },
}
