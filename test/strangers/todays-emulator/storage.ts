/** The image service, which lists in pages, and the block-storage service. */
import { numberIn } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { volumeTypes } from './create-request.ts'
import { member, objectIn, type Route, refuse } from './http.ts'
import { type Image, newId, type Store, type Volume, zones } from './store.ts'

const describeImage = ({ id, name, minDisk, minRam, osType, visibility, created, status, properties }: Image) => ({
  ...properties,
  id,
  name,
  status,
  visibility,
  min_disk: minDisk,
  min_ram: minRam,
  os_type: osType,
  created_at: created,
  disk_format: 'qcow2',
})

export function imageRoutes(root: string, { images }: Store): readonly Route[] {
  const found = (id = ''): Image => images.get(id) ?? refuse(404, 'No such image')
  return [
    [
      'GET',
      `${root}/images`,
      ({ query }) => {
        const all = [...images.values()].filter(
          ({ visibility }) => (query.get('visibility') ?? visibility) === visibility,
        )
        const [limit, marker] = [Math.min(numberIn(query, 'limit') ?? 2, 2), query.get('marker')]
        const start = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1
        const page = all.slice(start, start + limit)
        const next = start + limit < all.length && { next: `/v2/images?limit=${limit}&marker=${page.at(-1)?.id}` }
        return { status: 200, body: { images: page.map(describeImage), first: '/v2/images', ...next } }
      },
    ],
    ['GET', `${root}/images/{}`, ({ params: [id] }) => ({ status: 200, body: describeImage(found(id)) })],
    [
      'DELETE',
      `${root}/images/{}`,
      ({ params: [id] }) => {
        if (found(id).visibility === 'public') return refuse(403, 'Not your image')
        images.delete(found(id).id)
        return { status: 204 }
      },
    ],
  ]
}

const describeVolume = ({ id, name, size, zone, isBootable, type, status }: Volume) => ({
  id,
  name,
  size,
  status,
  volume_type: type,
  availability_zone: zone,
  bootable: String(isBootable),
})

export function volumeRoutes(root: string, { volumes, servers }: Store, clock: Clock): readonly Route[] {
  const found = (id = ''): Volume => volumes.get(id) ?? refuse(404, 'No such volume')
  const attachmentsOf = ({ id }: Volume) =>
    [...servers.values()].flatMap((server) => {
      const device = server.root?.id === id ? '/dev/vda' : server.attachments.get(id)?.device
      return device === undefined || server.status === 'DELETED'
        ? []
        : [{ device, server_id: server.id, volume_id: id }]
    })
  const detail = (volume: Volume) => ({ ...describeVolume(volume), attachments: attachmentsOf(volume) })
  return [
    [
      'GET',
      `${root}/volumes`,
      () => ({ status: 200, body: { volumes: [...volumes.values()].map(({ id, name }) => ({ id, name })) } }),
    ],
    ['GET', `${root}/volumes/detail`, () => ({ status: 200, body: { volumes: [...volumes.values()].map(detail) } })],
    ['GET', `${root}/volumes/{}`, ({ params: [id] }) => ({ status: 200, body: { volume: detail(found(id)) } })],
    [
      'GET',
      `${root}/types`,
      () => ({ status: 200, body: { volume_types: volumeTypes.map((name) => ({ id: newId(), name })) } }),
    ],
    [
      'POST',
      `${root}/volumes`,
      ({ body }) => {
        const wanted = objectIn(body, 'volume')
        const [size, name, zone] = ['size', 'name', 'availability_zone'].map((key) => member(wanted, key))
        if (typeof size !== 'number' || size < 10) return refuse(400, 'size is 10 GB or more')
        if (zone !== undefined && !zones.includes(String(zone))) return refuse(400, 'No such zone')
        const volume: Volume = {
          id: newId(),
          name: String(name ?? ''),
          size,
          zone: String(zone ?? zones[0]),
          type: 'General HDD',
          isBootable: false,
          status: 'creating',
        }
        volumes.set(volume.id, volume)
        clock.after(0.4, () => Object.assign(volume, { status: 'available' }))
        return { status: 202, body: { volume: detail(volume) } }
      },
    ],
    [
      'DELETE',
      `${root}/volumes/{}`,
      ({ params: [id] }) => {
        const volume = found(id)
        if (volume.status !== 'available') return refuse(409, `The volume is ${volume.status}`)
        volume.status = 'deleting'
        clock.after(0.3, () => volumes.delete(volume.id))
        return { status: 202 }
      },
    ],
  ]
}
