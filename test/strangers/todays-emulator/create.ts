/** New instances. */
import { createHash } from 'node:crypto'
import { linksOf } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { type CreateRequest, createRequestOf, type RootDevice } from './create-request.ts'
import { itemsIn, member, objectIn, type Route, refuse, textIn } from './http.ts'
import { newPort, portsFor } from './networks.ts'
import { type Instance, isLocal, newId, now, nowInDetail, type ServerGroup, type Store, type Volume } from './store.ts'

const hosts = ['left', 'middle', 'right'].map((host) => createHash('sha224').update(host).digest('hex'))

const volumeOf = (store: Store, { size, type, image, volume }: RootDevice, zone: string): Volume => {
  if (volume !== undefined) {
    volume.status = 'in-use'
    return volume
  }
  const made = { id: newId(), name: '', size, zone, type, isBootable: image !== undefined, status: 'in-use' }
  store.volumes.set(made.id, made)
  return made
}

/** Returns the keys that the service itself writes, as in the document's examples. */
const serviceMetadata = ({ root: { image } }: CreateRequest): readonly (readonly [string, string])[] =>
  image === undefined
    ? []
    : [
        ['image_name', image.name],
        ['os_type', image.osType],
        ['login_username', image.osType === 'linux' ? 'ubuntu' : 'Administrator'],
      ]

export function createRoutes(root: string, store: Store, clock: Clock): readonly Route[] {
  /** Every member of a placement policy runs on another host; without one the instance fails. */
  const hostFor = (group: ServerGroup | undefined): string | undefined => {
    const used = [...(group?.members ?? [])].map((id) => store.servers.get(id)?.host)
    return group === undefined ? hosts[store.servers.size % 3] : hosts.find((host) => !used.includes(host))
  }
  const build = (
    request: CreateRequest,
    networks: readonly unknown[],
    name: string,
    reservation: string,
    group?: ServerGroup,
  ) => {
    const id = newId()
    const rootVolume = isLocal(request.flavor) ? undefined : volumeOf(store, request.root, request.zone)
    const host = hostFor(group)
    const instance: Instance = {
      id,
      name,
      image: request.root.image,
      root: rootVolume,
      keepsRoot: request.root.isKept,
      keyName: request.keyName,
      zone: request.zone,
      reservation,
      created: now(),
      updated: now(),
      metadata: new Map([...serviceMetadata(request), ...request.metadata]),
      attachments: new Map(
        request.extras.map((device, index) => {
          const volume = volumeOf(store, device, request.zone)
          return [volume.id, { volume, isKept: device.isKept, device: `/dev/vd${String.fromCharCode(98 + index)}` }]
        }),
      ),
      ports: networks.map((entry) => newPort(store, entry, id, request.groups)),
      flavor: request.flavor,
      groups: request.groups,
      status: 'BUILD',
      vmState: 'building',
      task: 'creating',
      host: host ?? '',
      launched: null,
      terminated: null,
      fault: undefined,
    }
    store.servers.set(id, instance)
    group?.members.add(id)
    clock.after(0.8, () => {
      Object.assign(instance, { task: null, updated: now() })
      if (host !== undefined) Object.assign(instance, { status: 'ACTIVE', vmState: 'active', launched: nowInDetail() })
      else Object.assign(instance, { status: 'ERROR', vmState: 'error', fault: 'No host is left for the policy' })
    })
    return instance
  }
  return [
    [
      'POST',
      `${root}/servers`,
      ({ body, origin }) => {
        const server = objectIn(body, 'server')
        const request = createRequestOf(store, server)
        const networks = itemsIn(server, 'networks')
        portsFor(store, networks)
        const hints = member(body, 'os:scheduler_hints')
        const group = member(hints, 'group') === undefined ? undefined : store.serverGroups.get(textIn(hints, 'group'))
        if (group === undefined && member(hints, 'group') !== undefined) return refuse(404, 'No such placement policy')
        if (store.servers.size + request.count > 20) return refuse(403, 'The quota of instances is used up')
        const reservation = `rsv-${newId().slice(0, 13)}`
        const names = Array.from({ length: request.count }, (_, index) =>
          request.count === 1 ? request.name : `${request.name}${index + 1}`,
        )
        const [first] = names.map((name) => build(request, networks, name, reservation, group))
        if (first === undefined) return refuse(500, 'Nothing was made')
        if (request.isReservation) return { status: 202, body: { reservation_id: reservation } }
        const groups = first.groups.map((name) => ({ name }))
        return {
          status: 202,
          body: { server: { id: first.id, security_groups: groups, links: linksOf(origin, 'servers', first.id) } },
        }
      },
    ],
  ]
}
