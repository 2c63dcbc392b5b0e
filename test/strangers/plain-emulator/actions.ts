import { randomUUID } from 'node:crypto'
import { isObject } from '../proxy-rules.ts'
import { type Call, fail, type Reply, reply } from './reply.ts'
import { type Id, type PlainServer, passThrough } from './servers.ts'

const attachment = (server: PlainServer, volumeId: unknown) => ({
  id: volumeId,
  volumeId,
  serverId: String(server.id),
  device: `/dev/vd${'bcdefghijk'[server.volumes.indexOf(volumeId)]}`,
})

/**
 * Serves the attachments of a server. Any id is taken for that of a volume, and the same volume can be attached several
 * times.
 */
function attachments(server: PlainServer, { method, query, body }: Call, volumeId: string | undefined): Reply {
  if (method === 'POST') {
    const requested = isObject(body) ? body['volumeAttachment'] : undefined
    if (!isObject(requested)) return fail(500, 'volumeAttachment is undefined')
    server.volumes.push(requested['volumeId'])
    return reply(200, { volumeAttachment: attachment(server, requested['volumeId']) })
  }
  if (volumeId === undefined) {
    const all = server.volumes.map((volume) => attachment(server, volume)).slice(Number(query.get('offset') ?? 0))
    const limit = query.get('limit')
    return reply(200, { volumeAttachments: limit === null ? all : all.slice(0, Number(limit)) })
  }
  const index = server.volumes.indexOf(volumeId)
  if (index < 0) return fail(404, 'not attached')
  if (method !== 'DELETE') return reply(200, { volumeAttachment: attachment(server, volumeId) })
  server.volumes.splice(index, 1)
  return reply(202)
}

type Action = (
  server: PlainServer,
  parameters: unknown,
  flavorOf: (id: unknown) => Id | undefined,
  host: string,
) => Reply

const parameter = (parameters: unknown, name: string): unknown => (isObject(parameters) ? parameters[name] : undefined)

/** Stops and starts need their status, and everything else takes its course. */
const actions: Readonly<Record<string, Action>> = {
  'os-stop'(server) {
    if (server.status !== 'ACTIVE') return fail(409, 'not active')
    passThrough(server, 'ACTIVE', 'SHUTOFF')
    return reply(202)
  },
  'os-start'(server) {
    if (server.status !== 'SHUTOFF') return fail(409, 'not stopped')
    passThrough(server, 'SHUTOFF', 'ACTIVE')
    return reply(202)
  },
  reboot(server, parameters) {
    const type = parameter(parameters, 'type')
    if (type !== 'SOFT' && type !== 'HARD') return fail(400, 'type is SOFT or HARD')
    if (type === 'SOFT' && server.status !== 'ACTIVE') return fail(409, 'not active')
    passThrough(server, type === 'SOFT' ? 'REBOOT' : 'HARD_REBOOT', 'ACTIVE')
    return reply(202)
  },
  resize(server, parameters, flavorOf) {
    const flavor = flavorOf(parameter(parameters, 'flavorRef'))
    if (flavor === undefined) return fail(400, 'no such flavor')
    const { status } = server
    if (status !== 'ACTIVE' && status !== 'SHUTOFF') return fail(409, 'busy')
    passThrough(server, 'RESIZE', 'VERIFY_RESIZE', () => {
      server.flavor = flavor
      setTimeout(() => passThrough(server, 'VERIFY_RESIZE', status), 1000).unref()
    })
    return reply(202)
  },
  createImage(_, __, ___, host) {
    const id = randomUUID()
    return reply(202, { image_id: id }, { location: `http://${host}/images/${id}` })
  },
  addSecurityGroup(server, parameters) {
    const name = parameter(parameters, 'name')
    if (!name) return fail(400, 'a group has a name')
    server.groups = [...server.groups, name]
    return reply(202)
  },
  removeSecurityGroup(server, parameters) {
    const name = parameter(parameters, 'name')
    if (!server.groups.includes(name)) return fail(404, 'no such group')
    server.groups = server.groups.filter((group) => group !== name)
    return reply(202)
  },
}

/** Serves the paths below a server: its attachments and actions. */
export function actOn(
  server: PlainServer,
  call: Call,
  [below, id]: readonly string[],
  flavorOf: (id: unknown) => Id | undefined,
): Reply {
  if (below === 'os-volume_attachments') return attachments(server, call, id)
  if (below !== 'action' || call.method !== 'POST') return fail(404, 'no such path')
  const [[name, parameters] = ['', undefined]] = Object.entries(isObject(call.body) ? call.body : {})
  return actions[name]?.(server, parameters, flavorOf, call.host) ?? fail(400, 'unknown action')
}
