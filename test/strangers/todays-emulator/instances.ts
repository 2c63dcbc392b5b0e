/** Instances: their representation, their list, the new name, the end. */
import { bookmarkOf, linksOf, numberIn } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { type Call, type Handler, isObject, objectIn, type Route, refuse, textIn } from './http.ts'
import { type Instance, network, now, type Port, type Store, tenant, user } from './store.ts'

export const states: readonly string[] =
  'ACTIVE BUILD DELETED ERROR HARD_REBOOT MIGRATING PASSWORD PAUSED REBOOT REBUILD RESCUE RESIZE REVERT_RESIZE VERIFY_RESIZE SHELVED_OFFLOADED SHUTOFF SUSPENDED UNKNOWN'.split(
    ' ',
  )

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Finds the instance of a path: an id that is no UUID has a wrong form, any other unknown one is missing. */
export const instanceOf = ({ servers }: Store, id = ''): Instance =>
  servers.get(id) ?? refuse(isUuid(id) ? 404 : 400, 'No such instance')

export const idle = (instance: Instance): Instance =>
  instance.task === null && instance.status !== 'DELETED'
    ? instance
    : refuse(409, `The instance is busy: ${instance.task ?? 'deleted'}`)

const addressOf = ({ address, mac }: Port) => ({
  addr: address,
  version: 4,
  'OS-EXT-IPS:type': 'fixed',
  'OS-EXT-IPS-MAC:mac_addr': mac,
})

const shortOf = (origin: string, { id, name }: Instance) => ({ name, links: linksOf(origin, 'servers', id), id })

const detailOf = (origin: string, instance: Instance) => ({
  ...shortOf(origin, instance),
  status: instance.status,
  created: instance.created,
  updated: instance.updated,
  tenant_id: tenant,
  user_id: user,
  hostId: instance.host,
  flavor: bookmarkOf(origin, 'flavors', instance.flavor.id),
  image: instance.image === undefined ? '' : bookmarkOf(origin, 'images', instance.image.id),
  key_name: instance.keyName,
  addresses: instance.status === 'BUILD' ? {} : { [network.name]: instance.ports.map(addressOf) },
  security_groups: instance.groups.map((name) => ({ name })),
  metadata: Object.fromEntries(instance.metadata),
  'OS-EXT-AZ:availability_zone': instance.zone,
  'OS-EXT-STS:task_state': instance.task,
  'OS-EXT-STS:vm_state': instance.vmState,
  'OS-EXT-STS:power_state': ['SHUTOFF', 'SHELVED_OFFLOADED', 'BUILD'].includes(instance.status) ? 4 : 1,
  'OS-SRV-USG:launched_at': instance.launched,
  'OS-SRV-USG:terminated_at': instance.terminated,
  'os-extended-volumes:volumes_attached': [...instance.attachments.keys()].map((id) => ({ id })),
  'NHN-EXT-ATTR:ephemeral_disk_size': 0,
  'NHN-EXT-ATTR:protect': false,
  ...(instance.fault !== undefined && { fault: { message: instance.fault } }),
})

const matcher = ({ query }: Call): ((instance: Instance) => boolean) => {
  const [since, name, status] = [query.get('changes-since'), query.get('name'), query.get('status')]
  if (since !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(since)) refuse(400, 'changes-since has no date')
  if (status !== null && !states.includes(status)) refuse(400, 'There is no such status')
  const equals = (key: string, value: string | undefined) => (query.get(key) ?? value) === value
  const expression = ((text: string) => {
    try {
      return new RegExp(text)
    } catch {
      return refuse(400, 'name is no expression')
    }
  })(name ?? '')
  return (instance) =>
    instance.status !== 'DELETED' &&
    expression.test(instance.name) &&
    equals('status', instance.status) &&
    equals('flavor', instance.flavor.id) &&
    equals('reservation_id', instance.reservation) &&
    (query.get('image') === null || query.get('image') === instance.image?.id) &&
    (since === null || instance.updated >= since.replace(/Z?$/, 'Z'))
}

/** Lists the instances, the oldest first; a page begins behind its marker. */
const list =
  (store: Store, describe: (origin: string, instance: Instance) => unknown): Handler =>
  (call) => {
    const [limit, marker] = [numberIn(call.query, 'limit') ?? 100, call.query.get('marker')]
    if (limit < 1 || limit > 1000) return refuse(400, 'limit has to be 1 to 1000')
    const all = [...store.servers.values()].filter(matcher(call))
    const start = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1
    if (marker !== null && start === 0) return refuse(404, 'The marker is not in the list')
    const page = all.slice(start, start + limit)
    return { status: 200, body: { servers: page.map((each) => describe(call.origin, each)), total: all.length } }
  }

export function instanceRoutes(root: string, store: Store, clock: Clock): readonly Route[] {
  const show = (call: Call, instance: Instance) => ({
    status: 200,
    body: { server: detailOf(call.origin, instance) },
  })
  const end = (instance: Instance) => {
    Object.assign(instance, { status: 'DELETED', vmState: 'deleted', task: null, terminated: now() })
    for (const { volume, isKept } of instance.attachments.values()) {
      volume.status = 'available'
      if (!isKept) store.volumes.delete(volume.id)
    }
    for (const group of store.serverGroups.values()) group.members.delete(instance.id)
    for (const port of instance.ports) {
      port.server = undefined
      if (port.isOwned) store.ports.delete(port.id)
    }
    if (instance.root !== undefined) {
      if (instance.keepsRoot) instance.root.status = 'available'
      else store.volumes.delete(instance.root.id)
    }
    clock.after(1.5, () => store.servers.delete(instance.id))
  }
  return [
    ['GET', `${root}/servers`, list(store, shortOf)],
    ['GET', `${root}/servers/detail`, list(store, detailOf)],
    ['GET', `${root}/servers/{}`, (call) => show(call, instanceOf(store, call.params[0]))],
    [
      'PUT',
      `${root}/servers/{}`,
      (call) => {
        const instance = instanceOf(store, call.params[0])
        const wanted = objectIn(call.body, 'server')
        if (!isObject(wanted) || Object.keys(wanted).length === 0) refuse(400, 'Nothing to change')
        const name = textIn(wanted, 'name')
        if (name.length > 255) refuse(400, 'This name is too long')
        Object.assign(instance, { name, updated: now() })
        return show(call, instance)
      },
    ],
    [
      'DELETE',
      `${root}/servers/{}`,
      ({ params: [id] }) => {
        const instance = idle(instanceOf(store, id))
        instance.task = 'deleting'
        clock.after(0.5, () => end(instance))
        return { status: 202 }
      },
    ],
  ]
}
