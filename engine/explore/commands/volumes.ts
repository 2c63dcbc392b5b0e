/** Attaching and detaching volumes. */
import { type ApiResponse, InconclusiveError } from '#harness/core'
import { attachmentDifferences } from '../checks/check-all.ts'
import { countAction, type KnownServer, type Model } from '../model.ts'
import { sendRequest } from '../step-requests.ts'
import { awaitVolume, volumeFor } from '../volume-service.ts'
import type { WalkContext } from '../walk-context.ts'
import { type Command, type ExploreCapabilities, forbidden, legal, open } from './command.ts'

/** Volumes that a walk may create in place of abandoned ones. All are deleted at its end. */
const extraVolumes = 2

/** Tells whether a usable volume has this number, or a new one may get it. */
function isUsableNumber(number: number, { volumes, usedVolumes }: Model, capabilities: ExploreCapabilities): boolean {
  const most = capabilities.hasVolumeService ? capabilities.volumes + extraVolumes : capabilities.volumes
  return (
    volumes.get(number)?.isAbandoned === false ||
    (number <= most && !volumes.has(number) && usedVolumes.length < capabilities.volumes)
  )
}

/** Returns the numbers of usable volumes and of the next new ones. */
function numbersOf(model: Model, capabilities: ExploreCapabilities): readonly number[] {
  const numbers = Array.from({ length: capabilities.volumes + extraVolumes }, (_, index) => index + 1)
  return numbers.filter((number) => isUsableNumber(number, model, capabilities)).slice(0, capabilities.volumes)
}

const has = ({ volumes }: KnownServer, volume: number): boolean => volumes.get(volume) === true

/**
 * Fails the step if neither the server nor the service of volumes shows the effect of an attach request. A volume in another status shows a
 * failure of that service.
 */
async function checkEffect(context: WalkContext, server: KnownServer, shown: string | undefined): Promise<void> {
  if (shown !== 'available') return
  const response = await context.compute.call('listVolumeAttachments', { path: { serverId: server.id } })
  for (const { requirement, mismatch } of attachmentDifferences(context, server, response))
    if (requirement === 'attachments.create.attaches') context.failStep(requirement, response, mismatch)
}

const attach: Command = {
  action: 'attach',
  propose: (model, capabilities) =>
    model.alive.flatMap(({ number }) =>
      numbersOf(model, capabilities).map((volume) => ({ action: 'attach', server: number, volume }) as const),
    ),
  rule(model, { server, volume = 0 }, capabilities) {
    if (!model.aliveServer(server) || volume < 1 || !isUsableNumber(volume, model, capabilities)) return undefined
    if (model.volume(volume)?.server !== undefined) return forbidden('attachments.create.twice-refused')
    return capabilities.hasVolumeService ? legal : open
  },
  async perform(context, { server, volume: number = 0 }, rule) {
    const known = context.model.aliveServer(server)
    if (!known) return 'rejected'
    const volume = await volumeFor(context, number)
    const { traits } = context.compute.run
    const subpath = traits.attachesBelowVolume ? { subpath: volume.id } : {}
    const body = { volumeAttachment: { volumeId: volume.id } }
    const call = { path: { serverId: known.id }, ...subpath, body }
    const { result } = await sendRequest(context, rule, 'attachVolume', call)
    if (result !== 'accepted') return result
    volume.server = known.number
    known.volumes.set(number, true)
    await awaitVolume(context, volume, 'in-use', (shown) => checkEffect(context, known, shown))
    countAction(known, 'attach')
    return result
  },
}

/** Waits until the server no longer has the volume in its list. */
async function awaitDetached(context: WalkContext, server: KnownServer, volumeId: string): Promise<void> {
  const { compute } = context
  const read = () => compute.withPhase('wait').call('showVolumeAttachment', { path: { serverId: server.id, volumeId } })
  const isGone = (response: ApiResponse) => response.status === 404
  const { isDone, value } = await compute.poll(read, isGone, 'detach', 'explore detach')
  if (isDone) return
  if (!value.isSuccess) throw new InconclusiveError(`A detached volume is shown with ${value.status}.`)
  context.failStep('attachments.delete.detaches', value, {
    message: 'The volume is still attached after it was detached.',
    at: 'status',
    expected: '404: no such attachment',
    actual: String(value.status),
  })
}

const detach: Command = {
  action: 'detach',
  propose: (model) =>
    model.alive.flatMap(({ number }) =>
      model.usedVolumes.map((volume) => ({ action: 'detach', server: number, volume: volume.number }) as const),
    ),
  rule(model, { server, volume = 0 }) {
    const known = model.aliveServer(server)
    if (!known || !model.volume(volume)) return undefined
    return has(known, volume) ? legal : forbidden('attachments.unknown-refused')
  },
  async perform(context, { server, volume: number = 0 }, rule) {
    const known = context.model.aliveServer(server)
    const volume = context.model.volume(number)
    if (!known || !volume) return 'rejected'
    const call = { path: { serverId: known.id, volumeId: volume.id } }
    const { result } = await sendRequest(context, rule, 'detachVolume', call)
    if (result !== 'accepted') return result
    await awaitDetached(context, known, volume.id)
    context.recordPass('attachments.delete.detaches')
    volume.server = undefined
    known.volumes.set(number, false)
    await awaitVolume(context, volume, 'available')
    countAction(known, 'detach')
    return result
  },
}

export const volumeCommands: readonly Command[] = [attach, detach]
