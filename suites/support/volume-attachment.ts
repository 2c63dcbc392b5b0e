import {
  type ApiResponse,
  assume,
  type ComputeClient,
  InconclusiveError,
  isDeletedServer,
  isRejected,
  type LeasedServer,
  type Matcher,
  members,
  type RequirementAssertion,
  type ServerRequirements,
} from '#harness'
import type { TargetSettings, Timeouts } from '#model'
import { pollUntilSettled } from './polling.ts'

/** What these helpers use of a test. */
interface Stand {
  readonly given: { volume(): Promise<string>; server(wish: ServerRequirements): Promise<LeasedServer> }
  readonly compute: ComputeClient
  readonly target: TargetSettings
  readonly timeouts: Timeouts
}

/** The spare volume and a server to attach it to, both held by this test alone; as the path of an attachment. */
export interface AttachmentPath {
  readonly serverId: string
  readonly volumeId: string
}

/** A volume id that no volume has. */
export const noVolume = '00000000-0000-4000-8000-000000000000'

/** The volume as the volume service sees it. */
const showVolume = ({ compute, target }: Pick<Stand, 'compute' | 'target'>, volumeId: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${target.services.blockStorage}/volumes/${volumeId}` })

/** Whether an answer about one attachment, about all, or about the server names the volume. */
export const mentionsVolume = (response: ApiResponse, volumeId: string): boolean =>
  [
    response.at('body/volumeAttachment/volumeId'),
    response.at('body/volumeAttachment/id'),
    ...members(response, 'body/volumeAttachments', 'volumeId'),
    ...members(response, 'body/volumeAttachments', 'id'),
    ...members(response, 'body/server/os-extended-volumes:volumes_attached', 'id'),
  ].includes(volumeId)

/**
 * The first of the three places where an attachment is seen that names the volume. Each has a requirement of its own,
 * so a volume that shows in one of them counts as attached.
 */
export async function findAttachment(
  compute: ComputeClient,
  { serverId, volumeId }: AttachmentPath,
): Promise<ApiResponse> {
  const shown = await compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  if (mentionsVolume(shown, volumeId)) return shown
  const listed = await compute.call('listVolumeAttachments', { path: { serverId } })
  if (mentionsVolume(listed, volumeId)) return listed
  return compute.call('showServer', { path: { serverId } })
}

/** Waits until the volume is in use: before that it cannot be detached. True when it is. */
export async function awaitAttached(stand: Stand, held: AttachmentPath): Promise<boolean> {
  const { target, timeouts } = stand
  const compute = stand.compute.withPhase('wait')
  if (target.services.blockStorage === undefined)
    return mentionsVolume(
      await pollUntilSettled(
        () => findAttachment(compute, held),
        (seen) => mentionsVolume(seen, held.volumeId),
        timeouts.attach,
      ),
      held.volumeId,
    )
  const inUse = (response: ApiResponse) => response.at('body/volume/status') === 'in-use'
  return inUse(await pollUntilSettled(() => showVolume({ compute, target }, held.volumeId), inUse, timeouts.attach))
}

/** Attaches the volume and waits until it is. How that comes about is judged in the story of a volume. */
export async function attach(stand: Stand, held: AttachmentPath): Promise<ApiResponse> {
  const { serverId, volumeId } = held
  const response = await stand.compute
    .withPhase('arrange')
    .call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })
  if (!response.isSuccess)
    throw new InconclusiveError(`The spare volume was not attached: the answer is ${response.status}.`)
  assume(await awaitAttached(stand, held), 'The spare volume was not attached in time.')
  return response
}

/** The answer names the volume, or does not. */
export const named =
  (volumeId: string, wanted: boolean): Matcher =>
  (response) =>
    mentionsVolume(response, volumeId) === wanted
      ? undefined
      : {
          message: wanted ? 'The volume shows nowhere as attached.' : 'The detached volume still shows as attached.',
          at: 'body',
          expected: wanted ? `a mention of ${volumeId}` : `no mention of ${volumeId}`,
          actual: response.text.slice(0, 500),
        }

/** Detaches the volume and judges that it is gone from show, list and server. Returns the refusal to show it. */
export async function verifyDetach(
  assertion: RequirementAssertion,
  { compute, timeouts }: Stand,
  held: AttachmentPath,
): Promise<ApiResponse> {
  const { serverId, volumeId } = held
  const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
  assertion.isSuccess(await pollUntilSettled(detach, (response) => response.isSuccess, timeouts.detach))
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const shown = await assertion.eventually(show, isRejected, timeouts.detach)
  const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
  await assertion.eventually(list, named(volumeId, false), timeouts.detach)
  const server = () => compute.call('showServer', { path: { serverId } })
  await assertion.eventually(server, named(volumeId, false), timeouts.detach)
  return shown
}

/**
 * Detaches the volume, as often as it takes, and waits until it is free again. A volume that does not let go of its server is
 * freed by deleting the server: other tests need it.
 */
export async function detachAndWait(
  { compute, target, timeouts }: Omit<Stand, 'given'>,
  held: AttachmentPath,
): Promise<void> {
  const path = { serverId: held.serverId, volumeId: held.volumeId }
  const clearing = compute.withPhase('cleanup')
  const detached = (response: ApiResponse) => response.isSuccess || response.status === 404
  const absent = (response: ApiResponse) => !response.isSuccess
  await pollUntilSettled(() => clearing.call('detachVolume', { path }), detached, timeouts.detach)
  const shown = await pollUntilSettled(() => clearing.call('showVolumeAttachment', { path }), absent, timeouts.detach)
  if (!absent(shown)) await removeServer(clearing, held.serverId, timeouts.delete)
  if (target.services.blockStorage === undefined) return
  const free = (response: ApiResponse) => !response.isSuccess || isAvailable(response)
  await pollUntilSettled(() => showVolume({ compute: clearing, target }, held.volumeId), free, timeouts.detach)
}

async function removeServer(clearing: ComputeClient, serverId: string, within: number): Promise<void> {
  const path = { serverId }
  await clearing.call('deleteServer', { path })
  await pollUntilSettled(() => clearing.call('showServer', { path }), isDeletedServer, within)
}

const isAvailable = (response: ApiResponse): boolean => response.at('body/volume/status') === 'available'

/** Ends the test without a judgement if the volume service knows that the volume is in use, by whatever server. */
async function awaitFree({ compute, target, timeouts }: Stand, volumeId: string): Promise<void> {
  if (target.services.blockStorage === undefined) return
  const seen = await pollUntilSettled(
    () => showVolume({ compute, target }, volumeId),
    isAvailable,
    timeouts.propagation,
  )
  assume(isAvailable(seen), 'The spare volume is not available.')
}

/** Holds the spare volume and a server while they are used, and leaves them apart whatever happens. */
export async function withVolumeAndServer(
  stand: Stand,
  use: (held: AttachmentPath) => Promise<void>,
  wish: Pick<ServerRequirements, 'state' | 'forcedStatus'> = {},
): Promise<void> {
  const volumeId = await stand.given.volume()
  await awaitFree(stand, volumeId)
  const { id: serverId } = await stand.given.server({ exclusive: true, ...wish })
  try {
    await use({ serverId, volumeId })
  } finally {
    await detachAndWait(stand, { serverId, volumeId })
  }
}
