/** Variations in the form of representations and of errors that the document leaves open. */
import { createPrivateKey } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { eachObject, isObject, maps, servers } from './json.mjs'

/** Replaces the response to a rejected request of the Compute service. */
const rejections = (name, source, change) => ({
  name,
  source,
  group: 'errors',
  handle: () => async (request, next) => {
    const response = await next(request)
    if (request.path === undefined || response.status < 400 || !isObject(response.body)) return response
    const { message } = Object.values(response.body)[0] ?? {}
    const { type = 'application/json', body } = change(response.status, message)
    return { ...response, headers: { ...response.headers, 'content-type': type }, body }
  },
})

const keypairs = (name, source, edit) => ({
  name,
  source,
  edit: (body, { path = '' }) => {
    if (!/^\/os-keypairs/.test(path)) return
    for (const { keypair } of [body, ...(body.keypairs ?? [])]) if (isObject(keypair)) edit(keypair)
  },
})

const shuffle = (all) => all.sort(() => Math.random() - 0.5)

/** Lists within a representation that have no order of their own. */
const unordered = ['links', 'security_groups', 'os-extended-volumes:volumes_attached', 'members']

const rewriteLinks = (change) => (body, request) => {
  if (request.path === undefined) return
  eachObject(body, (object) => {
    if (Array.isArray(object.links)) for (const link of object.links) link.href = change(link.href)
  })
}

const ageOf = () => {
  const since = new Map()
  return (id, value) => {
    if (since.get(id)?.value !== value) since.set(id, { value, at: Date.now() })
    return Date.now() - since.get(id).at
  }
}
const statusAge = ageOf()
const states = new Map()

export const shapes = [
  rejections('errors-with-a-header-object', 'B-06: no form; other APIs of the vendor', (status, resultMessage) => ({
    body: { header: { isSuccessful: false, resultCode: -status, resultMessage } },
  })),
  rejections('errors-as-of-keystone', 'B-06: no form', (code, message) => ({
    body: { error: { code, message, title: STATUS_CODES[code] } },
  })),
  rejections('problem-details', 'RFC 9457, B-06: no form', (status, detail) => ({
    type: 'application/problem+json',
    body: { type: 'about:blank', title: STATUS_CODES[status], status, detail },
  })),
  rejections('errors-without-a-body', 'B-06: no form', () => ({ type: 'text/plain', body: '' })),
  rejections('errors-as-text', 'B-06: no form; webob of Nova', (status, message) => ({
    type: 'text/plain; charset=UTF-8',
    body: `${status} ${STATUS_CODES[status]}\n\n${message ?? ''}\n\n`,
  })),
  rejections('errors-as-html', 'B-06: no form', (status, message) => ({
    type: 'text/html',
    body: `<html><head><title>${status}</title></head><body>${message ?? ''}</body></html>`,
  })),
  keypairs('large-keypair-ids', 'B-45: Integer', (keypair) => {
    if (typeof keypair.id === 'number') keypair.id += 2 ** 40
  }),
  keypairs('keypairs-updated-at-creation', 'B-44', (keypair) => {
    if ('updated_at' in keypair) keypair.updated_at = keypair.created_at
  }),
  keypairs('private-keys-in-pkcs-8', 'B-40: no form', (keypair) => {
    if (!keypair.private_key?.includes('RSA PRIVATE KEY')) return
    const key = createPrivateKey(keypair.private_key)
    keypair.private_key = key.export({ type: 'pkcs8', format: 'pem' }).replaceAll('\n', '\r\n')
  }),
  {
    name: 'inner-lists-in-any-order',
    source: 'B-93: no order',
    edit: (body, { path }) => {
      if (path === undefined) return
      eachObject(body, (object) => {
        for (const [name, value] of Object.entries(object)) {
          if (unordered.includes(name) && Array.isArray(value)) shuffle(value)
          if (maps.includes(name) && isObject(value)) object[name] = Object.fromEntries(shuffle(Object.entries(value)))
        }
      })
      for (const server of [body.server, ...(body.servers ?? [])])
        if (isObject(server?.addresses)) for (const entries of Object.values(server.addresses)) shuffle(entries)
    },
  },
  {
    name: 'upper-case-hosts-in-links',
    source: 'B-92, RFC 3986 6.2.2.1',
    group: 'links',
    edit: rewriteLinks((href) => href.replace(/^https?:\/\/[^/]+/, 'HTTPS://API.EXAMPLE.KR:443')),
  },
  {
    name: 'links-with-queries',
    source: 'B-92',
    group: 'links',
    edit: rewriteLinks((href) => `${href}?region=kr1`),
  },
  servers('members-of-20-KB', 'B-77', (server) => {
    server['vendor:audit'] = Array.from({ length: 400 }, (_, index) => ({ index, by: '운영자', at: '2026-01-01' }))
  }),
  servers('null-faults', 'B-77, B-103', (server) => {
    server.fault ??= null
  }),
  {
    name: 'devices-by-id',
    source: 'B-60: /dev/…',
    edit: (body, { path = '' }) => {
      if (!/os-volume_attachments/.test(path)) return
      for (const one of [body.volumeAttachment, ...(body.volumeAttachments ?? [])])
        if (one?.device) one.device = `/dev/disk/by-id/virtio-${one.volumeId.slice(0, 20)}`
    },
  },
  servers(
    'task-states-linger',
    'SRV-DETAIL-30: no rule for the end of a task',
    (server) => {
      const name = 'OS-EXT-STS:task_state'
      if (!['ACTIVE', 'SHUTOFF'].includes(server.status) || !(name in server)) return
      if (statusAge(server.id, server.status) < 300) server[name] ??= 'finishing'
    },
    { slowness: 20, group: 'lag' },
  ),
  servers(
    'vm-states-late',
    'B-85',
    (server) => {
      const name = 'OS-EXT-STS:vm_state'
      if (!(name in server)) return
      const known = states.get(server.id) ?? { now: server[name], before: server[name], at: 0 }
      if (known.now !== server[name]) Object.assign(known, { before: known.now, now: server[name], at: Date.now() })
      states.set(server.id, known)
      if (Date.now() - known.at < 400) server[name] = known.before
    },
    { slowness: 20, group: 'lag', start: () => states.clear() },
  ),
]
