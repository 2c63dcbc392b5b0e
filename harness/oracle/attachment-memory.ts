import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, isReading, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** A volume as an attachment, or the server that has it, shows it. */
interface ShownVolume {
  readonly volumeId: string
  readonly serverId: string | undefined
  /** null until the service has chosen one. */
  readonly device: string | undefined
  readonly pointer: string
}

interface KnownVolume {
  readonly serverId: string
  readonly exchange: number
  device: string | undefined
}

/** Kinds of requests for a server that leave its volumes alone. */
const harmless = new Set([
  ...['updateServer', 'setServerMetadata', 'deleteServerMetadata'],
  ...['os-start', 'os-stop', 'reboot', 'createImage', 'addSecurityGroup', 'removeSecurityGroup'].map(
    (action) => `actOnServer ${action}`,
  ),
])

const shownVolume = (description: unknown, key: string, pointer: string): readonly ShownVolume[] => {
  const volumeId = textAt(description, key)
  if (volumeId === undefined) return []
  const [device, serverId] = [textAt(description, 'device'), textAt(description, 'serverId')]
  return [{ volumeId, serverId, device, pointer }]
}

const elements = (body: unknown, list: string, key: string): readonly ShownVolume[] => {
  const array = resolvePointer(body, list)
  if (!Array.isArray(array)) return []
  return array.flatMap((element: unknown, index) => shownVolume(element, key, `${list}/${index}`))
}

/** The volumes that a response shows as those of the server in the path. */
function volumesIn(operation: ObservedCall['operation'], body: unknown): readonly ShownVolume[] {
  switch (operation) {
    case 'listVolumeAttachments':
      return elements(body, 'body/volumeAttachments', 'volumeId')
    case 'showVolumeAttachment':
    case 'attachVolume':
      return shownVolume(resolvePointer(body, 'body/volumeAttachment'), 'volumeId', 'body/volumeAttachment')
    case 'showServer':
      return elements(body, 'body/server/os-extended-volumes:volumes_attached', 'id')
    default:
      return []
  }
}

/** A response to an attachment that shows another volume than was asked for says nothing about that one. */
const isAsked = (operation: string, request: unknown, volumeId: string): boolean =>
  operation !== 'attachVolume' || textAt(request, 'volumeAttachment/volumeId') === volumeId

const deviceContradiction = (pointer: string, message: string, expected: string, actual: string): Contradiction => ({
  requirement: 'attachments.device',
  message,
  at: `${pointer}/device`,
  expected,
  actual,
})

/** What a run knows of the volumes of its servers: which server has a volume, and as which device. */
export class AttachmentMemory {
  readonly #volumes = new Map<string, KnownVolume>()
  /** Server id → the ids of volumes that it has; none for a server that had some, which an old list may still name. */
  readonly #volumesOf = new Map<string, Set<string>>()
  /** Volumes that a response contradicted: the next one would only repeat it. */
  readonly #contradicted = new Set<string>()

  /** A call is about to be sent that may attach or detach volumes. */
  begin({ operation, kind, resource, request }: ObservedCall): void {
    const devices = resolvePointer(request, 'body/server/block_device_mapping_v2')
    for (const device of Array.isArray(devices) ? devices : []) this.#volumes.delete(textAt(device, 'uuid') ?? '')
    if (resource === undefined || isReading(operation) || harmless.has(kind)) return
    if (operation === 'attachVolume') this.#volumes.delete(textAt(request, 'volumeAttachment/volumeId') ?? '')
    else this.forget(resource)
  }

  /** Forgets the volumes of a server. */
  forget(serverId: string): void {
    for (const volumeId of this.#volumesOf.get(serverId) ?? [])
      if (this.#volumes.get(volumeId)?.serverId === serverId) this.#volumes.delete(volumeId)
    this.#volumesOf.get(serverId)?.clear()
  }

  /** Compares the successful response to a call for a server of the run, and learns from it. */
  observe(
    { operation, resource = '', request }: ObservedCall,
    { body, exchange }: Pick<ObservedResponse, 'body' | 'exchange'>,
  ): readonly Contradiction[] {
    const shown = volumesIn(operation, body).filter(({ volumeId }) => isAsked(operation, request, volumeId))
    const contradictions = shown.flatMap((volume): readonly Contradiction[] => {
      if (this.#contradicted.has(volume.volumeId)) return []
      const contradiction = this.#compare(volume, resource, operation, exchange)
      if (contradiction) this.#contradicted.add(volume.volumeId)
      return contradiction ? [contradiction] : []
    })
    const own = shown.filter(({ serverId }) => serverId === undefined || serverId === resource)
    return [...contradictions, ...this.#sharedDevice(own)]
  }

  #compare(
    { volumeId, device, pointer, serverId: owner }: ShownVolume,
    serverId: string,
    operation: string,
    exchange: number,
  ): Contradiction | undefined {
    const known = this.#volumes.get(volumeId)
    if (known === undefined) {
      // A list may have those of other servers.
      if (operation === 'listVolumeAttachments' && owner !== undefined && owner !== serverId) return undefined
      this.#volumes.set(volumeId, { serverId, exchange, device })
      this.#volumesOf.set(serverId, (this.#volumesOf.get(serverId) ?? new Set()).add(volumeId))
      return undefined
    }
    const name = exchangeName(known.exchange)
    if (known.serverId !== serverId)
      return {
        requirement: operation === 'showServer' ? 'servers.volumes-attached.agrees' : 'attachments.list.answers',
        message: `A volume that an earlier response showed at another server (${name}) is at this one, too.`,
        at: pointer,
        expected: `only at ${known.serverId} (${name})`,
        actual: `at ${serverId}`,
      }
    // The list may have those of other servers, which is the matter of the list.
    const isOfAnother = operation === 'listVolumeAttachments' && owner !== undefined && this.#volumesOf.has(owner)
    if (isOfAnother && owner !== serverId) return undefined
    if (owner !== undefined && owner !== serverId)
      return {
        requirement: 'attachments.server-id.own',
        message: `serverId is another server than the one that has the volume (${name}).`,
        at: `${pointer}/serverId`,
        expected: serverId,
        actual: owner,
      }
    const before = known.device
    known.device ??= device
    if (device === undefined || before === undefined || before === device) return undefined
    const message = `device is not what an earlier response showed (${name}), and no request in between was to change it.`
    return deviceContradiction(pointer, message, `${before} (${name})`, device)
  }

  /** Two volumes of one server under the same device. */
  #sharedDevice(shown: readonly ShownVolume[]): readonly Contradiction[] {
    const shared = shown.find(({ device, volumeId, serverId }) =>
      shown.some(
        (other) =>
          device !== undefined && other.device === device && other.volumeId !== volumeId && other.serverId === serverId,
      ),
    )
    if (shared === undefined || this.#contradicted.has(shared.volumeId)) return []
    this.#contradicted.add(shared.volumeId)
    const message = 'Two volumes of one server have the same device.'
    return [deviceContradiction(shared.pointer, message, 'a device of its own', String(shared.device))]
  }
}
