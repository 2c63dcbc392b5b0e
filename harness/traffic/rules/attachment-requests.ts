import { resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import { type Contradiction, exchangeName, isReading, type ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { isAccepted, isRejected, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

/** How long a volume counts as attached after a response showed it, in milliseconds: an unobserved client may detach it. */
const maxAgeMs = 10_000

/** A volume may be missing from lists for this many times `graceMs` after it was attached. */
const graceFactor = 2

/** A volume that a request has attached. */
interface AttachedVolume {
  readonly serverId: string
  readonly exchange: number
  /** When lists must have it at the latest, in milliseconds since the epoch. */
  readonly listedFrom: number
  /** The last response that showed it as attached, and when that was received. */
  shown: { readonly at: number; readonly exchange: number } | undefined
  /** The contradiction of a response that did not find it; reported if a list has it again. */
  missing: Contradiction | undefined
}

/** Requests about a server that do not change its volumes. */
const leavesVolumes =
  /^(updateServer|(set|delete)ServerMetadata|actOnServer (os-start|os-stop|reboot|createImage|\w+SecurityGroup))$/

/** Finds an attachment in a response that is not the requested one. */
function findOther(
  { operation, parameters, request }: TrafficCall,
  { body }: ObservedResponse,
): readonly Contradiction[] {
  const shown = resolvePointer(body, 'body/volumeAttachment')
  const isAttach = operation === 'attachVolume'
  const requested = isAttach ? textAt(request, 'volumeAttachment/volumeId') : parameters['volumeId']
  const volumeId = textAt(shown, 'volumeId')
  const found: Contradiction[] = []
  const add = (requirement: RequirementId, member: string, expected: string, actual: string): void => {
    const message = `The response shows an attachment of another ${member === 'volumeId' ? 'volume' : 'server'} than the requested one.`
    found.push({ requirement, message, at: `body/volumeAttachment/${member}`, expected, actual })
  }
  // A service may also accept ids of attachments.
  const isByOtherId = !isAttach && textAt(shown, 'id') === requested
  if (requested !== undefined && volumeId !== undefined && volumeId !== requested && !isByOtherId)
    add('attachments.volume-id.own', 'volumeId', requested, volumeId)
  const [server, serverId] = [parameters['serverId'], textAt(shown, 'serverId')]
  if (server !== undefined && serverId !== undefined && serverId.toLowerCase() !== server.toLowerCase())
    add('attachments.server-id.own', 'serverId', server, serverId)
  return found
}

/** Compares what attachments show with the requests that attach volumes. */
export class AttachmentRequests implements TrafficRule {
  readonly #graceMs: number
  readonly #volumes = new Map<string, AttachedVolume>()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  begin({ operation, kind, parameters, request }: TrafficCall): void {
    const { serverId } = parameters
    if (isReading(operation) || serverId === undefined || leavesVolumes.test(kind)) return
    // Attaching the same volume again must be rejected; attaching it to another server may be legal.
    if (operation === 'attachVolume') return
    if (operation === 'detachVolume') this.#volumes.delete(textAt(request, 'deleted') ?? '')
    else this.forget(serverId)
  }

  forget(resource: string): void {
    for (const [volumeId, { serverId }] of this.#volumes) if (serverId === resource) this.#volumes.delete(volumeId)
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    switch (call.operation) {
      case 'attachVolume':
        return this.#attach(call, response)
      case 'listVolumeAttachments':
        return isAccepted(response) && call.query.size === 0 ? this.#list(call, response) : []
      case 'showVolumeAttachment':
        return this.#show(call, response)
      case 'showServer':
        return this.#showServer(call, response)
      default:
        return []
    }
  }

  #attach(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { parameters, request } = call
    const [serverId, volumeId] = [parameters['serverId'], textAt(request, 'volumeAttachment/volumeId')]
    if (serverId === undefined || volumeId === undefined || isRejected(response)) return []
    const { exchange, receivedAt, sentAt, status } = response
    const earlier = this.#volumes.get(volumeId)
    this.#volumes.delete(volumeId)
    if (!isAccepted(response)) return []
    const listedFrom = receivedAt + graceFactor * this.#graceMs
    rememberIn(this.#volumes, volumeId, { serverId, exchange, listedFrom, shown: undefined, missing: undefined })
    const other = findOther(call, response)
    if (earlier?.serverId !== serverId || earlier.shown === undefined || sentAt - earlier.shown.at > maxAgeMs)
      return other
    return [
      ...other,
      {
        requirement: 'attachments.create.twice-refused',
        message: `A volume was attached although it was attached to the same server before (${exchangeName(earlier.shown.exchange)}).`,
        at: 'status',
        expected: 'a rejection (4xx)',
        actual: String(status),
      },
    ]
  }

  #list(
    { parameters }: TrafficCall,
    { body, exchange, sentAt, receivedAt }: ObservedResponse,
  ): readonly Contradiction[] {
    const listed = resolvePointer(body, 'body/volumeAttachments')
    if (!Array.isArray(listed)) return []
    const ids = new Set(listed.map((attachment: unknown) => textAt(attachment, 'volumeId')))
    return [...this.#volumes].flatMap(([volumeId, volume]): readonly Contradiction[] => {
      if (volume.serverId !== parameters['serverId']) return []
      const { missing, shown, listedFrom } = volume
      if (ids.has(volumeId)) {
        volume.shown = { at: receivedAt, exchange }
        volume.missing = undefined
        return missing ? [missing] : []
      }
      if (sentAt < listedFrom) return []
      this.#volumes.delete(volumeId)
      if (sentAt - (shown?.at ?? listedFrom) > maxAgeMs) return []
      const name = exchangeName(shown?.exchange ?? volume.exchange)
      return [
        {
          requirement: shown ? 'attachments.list.answers' : 'attachments.create.attaches',
          message: shown
            ? `The list has no attachment of a volume that an earlier response showed as attached (${name}).`
            : `The list has no attachment of a volume that was attached before (${name}).`,
          at: 'body/volumeAttachments',
          expected: `one of ${volumeId}`,
          actual: `${listed.length} others`,
        },
      ]
    })
  }

  #showServer({ parameters }: TrafficCall, { body, exchange, receivedAt }: ObservedResponse): readonly Contradiction[] {
    const volumes = resolvePointer(body, 'body/server/os-extended-volumes:volumes_attached')
    const ids = new Set(Array.isArray(volumes) ? volumes.map((volume: unknown) => textAt(volume, 'id')) : [])
    for (const [volumeId, volume] of this.#volumes)
      if (volume.serverId === parameters['serverId'] && ids.has(volumeId)) volume.shown = { at: receivedAt, exchange }
    return []
  }

  #show(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { parameters } = call
    const volume = this.#volumes.get(parameters['volumeId'] ?? '')
    const isOwn = volume !== undefined && volume.serverId === parameters['serverId']
    const { exchange, receivedAt, sentAt, status } = response
    if (isAccepted(response)) {
      const other = findOther(call, response)
      if (isOwn && other.length === 0) volume.shown = { at: receivedAt, exchange }
      return other
    }
    if (isOwn && status === 404 && sentAt >= volume.listedFrom && volume.shown)
      volume.missing = {
        requirement: 'attachments.show.by-volume-id',
        message: `The attachment of a volume was not found by the id of the volume (${exchangeName(exchange)}), although it is listed before and after.`,
        at: 'body/volumeAttachments',
        expected: `200 in ${exchangeName(exchange)}`,
        actual: `404 in ${exchangeName(exchange)}`,
      }
    return []
  }
}
