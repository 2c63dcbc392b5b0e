/** The request for new instances, checked by the rows of the document's table. */
import { isObject, itemsIn, member, refuse, textIn } from './http.ts'
import { type Flavor, flavors, type Image, isLocal, type Store, type Volume, zones } from './store.ts'

export const volumeTypes: readonly string[] = ['General HDD', 'General SSD']

export interface RootDevice {
  readonly image: Image | undefined
  readonly volume: Volume | undefined
  readonly size: number
  readonly type: string
  readonly isKept: boolean
}

const sizeIn = (device: unknown, least: number): number => {
  const size = member(device, 'volume_size')
  if (typeof size !== 'number' || !Number.isInteger(size)) return refuse(400, 'volume_size has to be a number of GB')
  if (size < least) return refuse(400, `volume_size has to be ${least} or more`)
  return size > 2048 ? refuse(400, 'volume_size can be 2048 at most') : size
}

const typeIn = (device: unknown): string => {
  const type = member(device, 'volume_type') ?? 'General HDD'
  return typeof type === 'string' && volumeTypes.includes(type) ? type : refuse(400, 'There is no such volume_type')
}

/** `1` is in the document's own example. */
const isKept = (device: unknown): boolean => {
  const value = member(device, 'delete_on_termination') ?? false
  return [true, false, 0, 1].some((allowed) => allowed === value)
    ? !value
    : refuse(400, 'delete_on_termination has to be a Boolean')
}

function deviceOf(store: Store, flavor: Flavor, device: unknown): RootDevice & { readonly index: number } {
  const [source, target] = [textIn(device, 'source_type'), textIn(device, 'destination_type')]
  const index = member(device, 'boot_index')
  if (typeof index !== 'number' || !Number.isInteger(index)) return refuse(400, 'boot_index has to be a number')
  const isRootHere = index === 0 && isLocal(flavor)
  if (target !== (isRootHere ? 'local' : 'volume')) return refuse(400, `destination_type cannot be ${target} here`)
  const common = { index, isKept: isKept(device), type: typeIn(device), image: undefined, volume: undefined }
  if (source === 'blank') {
    return index === 0 ? refuse(400, 'A blank volume cannot be the root') : { ...common, size: sizeIn(device, 10) }
  }
  const id = textIn(device, 'uuid')
  if (source === 'image') {
    const image = store.images.get(id) ?? refuse(404, 'No such image')
    const least = Math.max(image.minDisk, image.osType === 'Windows' ? 50 : 10)
    return { ...common, image, size: isRootHere ? flavor.disk : sizeIn(device, least) }
  }
  if (source !== 'volume') return refuse(source === 'snapshot' ? 404 : 400, `No such ${source}`)
  const volume = store.volumes.get(id) ?? refuse(404, 'No such volume')
  if (volume.status !== 'available') return refuse(409, 'The volume is in use')
  if (index === 0 && !volume.isBootable) return refuse(400, 'The volume cannot be booted from')
  return { ...common, volume, size: volume.size }
}

export const metadataIn = (value: unknown): readonly (readonly [string, string])[] => {
  if (!isObject(value)) return refuse(400, 'metadata has to be an object')
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string' || key === '') return refuse(400, 'metadata consists of texts')
    return key.length > 255 || text.length > 255 ? refuse(400, 'metadata is limited to 255') : [key, text]
  })
}

const countsOf = (server: unknown): number => {
  const [least, most] = ['min_count', 'max_count'].map((key) => member(server, key))
  for (const count of [least, most]) {
    if (count !== undefined && (typeof count !== 'number' || !Number.isInteger(count) || count < 1))
      return refuse(400, 'Counts are numbers from 1')
  }
  const [from, to] = [Number(least ?? 1), Number(most ?? least ?? 1)]
  if (from > to) return refuse(400, 'min_count is larger than max_count')
  return to > 10 ? refuse(403, 'Not more than 10 at once') : to
}

const checkUserData = (data: unknown): void => {
  if (data === undefined || data === null) return
  if (typeof data !== 'string' || !/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(data))
    refuse(400, 'user_data has to be base64')
  else if (data.length > 65535) refuse(413, 'user_data is too long')
}

export type CreateRequest = ReturnType<typeof createRequestOf>

export function createRequestOf(store: Store, server: unknown) {
  const name = textIn(server, 'name')
  const flavorRef = textIn(server, 'flavorRef')
  const flavor = flavors.find(({ id }) => id === flavorRef) ?? refuse(404, 'No such flavor')
  if (flavor.isDisabled) refuse(400, 'This flavor is not offered any more')
  const keyName = store.needsKeys || member(server, 'key_name') ? textIn(server, 'key_name') : null
  if (keyName !== null && !store.keypairs.has(keyName)) refuse(404, 'No such keypair')
  const imageRef = member(server, 'imageRef') || undefined
  if (imageRef !== undefined && !store.images.has(String(imageRef))) refuse(404, 'No such image')
  const devices = itemsIn(server, 'block_device_mapping_v2').map((device) => deviceOf(store, flavor, device))
  const [root, ...others] = devices.filter(({ index }) => index === 0)
  if (root === undefined || others.length > 0) return refuse(400, 'There has to be one root with boot_index 0')
  if (imageRef !== undefined && root.image !== undefined && imageRef !== root.image.id)
    return refuse(400, 'imageRef and the root name different images')
  const zone = member(server, 'availability_zone') ?? root.volume?.zone ?? zones[store.servers.size % zones.length]
  if (typeof zone !== 'string' || !zones.includes(zone)) return refuse(400, 'The zone is not available')
  if (root.volume !== undefined && root.volume.zone !== zone) return refuse(400, 'The volume is in another zone')
  const count = countsOf(server)
  if (root.volume !== undefined && count !== 1) return refuse(400, 'A volume can serve one instance')
  if (root.image?.osType === 'Windows' && (isLocal(flavor) || flavor.ram < 2048 || name.length > 15))
    return refuse(400, 'Not for Windows')
  if (name.length > 255) return refuse(400, 'This name is too long')
  checkUserData(member(server, 'user_data'))
  const known = new Map(
    [...store.securityGroups].flatMap(([id, group]) => [[id, group] as const, [group, group] as const]),
  )
  const groups = itemsIn(server, 'security_groups').map(
    (group) => known.get(textIn(group, 'name')) ?? refuse(404, 'No such security group'),
  )
  const asked = member(server, 'return_reservation_id') ?? false
  if (typeof asked !== 'boolean') return refuse(400, 'return_reservation_id has to be a Boolean')
  return {
    name,
    flavor,
    keyName,
    zone,
    count,
    root,
    extras: devices.filter((device) => device !== root),
    metadata: metadataIn(member(server, 'metadata') ?? {}),
    groups: groups.length === 0 ? ['default'] : [...new Set(groups)],
    isReservation: asked,
  }
}
