import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, isReading, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** A volume in a response: as an attachment, or in the server it is attached to. */
interface ShownVolume {
  readonly volumeId: string
  readonly serverId: string | undefined
  /** Undefined until the service has chosen one. */
  readonly device: string | undefined
  readonly pointer: string
}

interface KnownVolume {
  readonly serverId: string
  readonly exchange: number
  device: string | undefined
}

/** Kinds of requests for a server that neither attach nor detach a volume. */
const volumeNeutralKinds = new Set([
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

/** Returns the volumes that a response shows for the server in the path. */
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

/** Tells whether a response is about the volume of its request; a wrong volume in the response to attachVolume is not recorded. */
const isRequestedVolume = (operation: string, request: unknown, volumeId: string): boolean =>
  operation !== 'attachVolume' || textAt(request, 'volumeAttachment/volumeId') === volumeId

const deviceContradiction = (pointer: string, message: string, expected: string, actual: string): Contradiction => ({
  requirement: 'attachments.device',
  message,
  at: `${pointer}/device`,
  expected,
  actual,
})

/** Records which server of the run has which volume, and as which device. */
export class AttachmentMemory {
  readonly #volumes = new Map<string, KnownVolume>()
  /** Server id → the ids of its volumes; an empty set for a server that had some, because an outdated list may still show them. */
  readonly #volumesOf = new Map<string, Set<string>>()
  /** Volumes with a contradiction, which is reported once. */
  readonly #contradicted = new Set<string>()

  /** Forgets the volumes that a call, which is about to be sent, may attach or detach. */
  begin({ operation, kind, resource, request }: ObservedCall): void {
    const devices = resolvePointer(request, 'body/server/block_device_mapping_v2')
    for (const device of Array.isArray(devices) ? devices : []) this.#volumes.delete(textAt(device, 'uuid') ?? '')
    if (resource === undefined || isReading(operation) || volumeNeutralKinds.has(kind)) return
    if (operation === 'attachVolume') this.#volumes.delete(textAt(request, 'volumeAttachment/volumeId') ?? '')
    else this.forget(resource)
  }

  /** Forgets the volumes of a server. */
  forget(serverId: string): void {
    for (const volumeId of this.#volumesOf.get(serverId) ?? [])
      if (this.#volumes.get(volumeId)?.serverId === serverId) this.#volumes.delete(volumeId)
    this.#volumesOf.get(serverId)?.clear()
  }

  /** Compares the successful response to a call for a server of the run with what is recorded, and records it. */
  observe(
    { operation, resource = '', request }: ObservedCall,
    { body, exchange }: Pick<ObservedResponse, 'body' | 'exchange'>,
  ): readonly Contradiction[] {
    const shown = volumesIn(operation, body).filter(({ volumeId }) => isRequestedVolume(operation, request, volumeId))
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
      // A target may ignore the server in the path and list the attachments of all servers.
      if (operation === 'listVolumeAttachments' && owner !== undefined && owner !== serverId) return undefined
      this.#volumes.set(volumeId, { serverId, exchange, device })
      this.#volumesOf.set(serverId, (this.#volumesOf.get(serverId) ?? new Set()).add(volumeId))
      return undefined
    }
    const name = exchangeName(known.exchange)
    if (known.serverId !== serverId)
      return {
        requirement: operation === 'showServer' ? 'servers.volumes-attached.agrees' : 'attachments.list.answers',
        message: `A volume is shown as attached to this server, and in an earlier response to another one (${name}).`,
        at: pointer,
        expected: `only at ${known.serverId} (${name})`,
        actual: `at ${serverId}`,
      }
    // Attachments of other servers in the list violate attachments.list.answers, which the suites assert.
    const isOfAnother = operation === 'listVolumeAttachments' && owner !== undefined && this.#volumesOf.has(owner)
    if (isOfAnother && owner !== serverId) return undefined
    if (owner !== undefined && owner !== serverId)
      return {
        requirement: 'attachments.server-id.own',
        message: `serverId is not the id of the server that has the volume (${name}).`,
        at: `${pointer}/serverId`,
        expected: serverId,
        actual: owner,
      }
    const before = known.device
    known.device ??= device
    if (device === undefined || before === undefined || before === device) return undefined
    const message = `device differs from an earlier response (${name}), and no request in between could change it.`
    return deviceContradiction(pointer, message, `${before} (${name})`, device)
  }

  /** Finds two volumes of one server with the same device. */
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
    return [deviceContradiction(shared.pointer, message, 'a different device for each volume', String(shared.device))]
  }
}
