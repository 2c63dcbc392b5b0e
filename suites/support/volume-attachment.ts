import {
  type ApiResponse,
  assumeDefined,
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
  readonly budget: Timeouts
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
export const mentionsVolume = (answer: ApiResponse, volumeId: string): boolean =>
  [
    answer.at('body/volumeAttachment/volumeId'),
    answer.at('body/volumeAttachment/id'),
    ...members(answer, 'body/volumeAttachments', 'volumeId'),
    ...members(answer, 'body/volumeAttachments', 'id'),
    ...members(answer, 'body/server/os-extended-volumes:volumes_attached', 'id'),
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
  const { target, budget } = stand
  const compute = stand.compute.withPhase('wait')
  if (target.services.blockStorage === undefined)
    return mentionsVolume(
      await pollUntilSettled(
        () => findAttachment(compute, held),
        (seen) => mentionsVolume(seen, held.volumeId),
        budget.attach,
      ),
      held.volumeId,
    )
  const inUse = (answer: ApiResponse) => answer.at('body/volume/status') === 'in-use'
  return inUse(await pollUntilSettled(() => showVolume({ compute, target }, held.volumeId), inUse, budget.attach))
}

/** Attaches the volume and waits until it is. How that comes about is judged in the story of a volume. */
export async function attach(stand: Stand, held: AttachmentPath): Promise<ApiResponse> {
  const { serverId, volumeId } = held
  const answer = await stand.compute
    .withPhase('arrange')
    .call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })
  if (!answer.isSuccess)
    throw new InconclusiveError(`The spare volume was not attached: the answer is ${answer.status}.`)
  assumeDefined((await awaitAttached(stand, held)) || undefined, 'The spare volume was not attached in time.')
  return answer
}

/** The answer names the volume, or does not. */
export const named =
  (volumeId: string, wanted: boolean): Matcher =>
  (answer) =>
    mentionsVolume(answer, volumeId) === wanted
      ? undefined
      : {
          message: wanted ? 'The volume shows nowhere as attached.' : 'The detached volume still shows as attached.',
          at: 'body',
          expected: wanted ? `a mention of ${volumeId}` : `no mention of ${volumeId}`,
          actual: answer.text.slice(0, 500),
        }

/** Detaches the volume and judges that it is gone from show, list and server. Returns the refusal to show it. */
export async function verifyDetach(
  judge: RequirementAssertion,
  { compute, budget }: Stand,
  held: AttachmentPath,
): Promise<ApiResponse> {
  const { serverId, volumeId } = held
  const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
  judge.isSuccess(await pollUntilSettled(detach, (answer) => answer.isSuccess, budget.detach))
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const shown = await judge.eventually(show, isRejected, budget.detach)
  const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
  await judge.eventually(list, named(volumeId, false), budget.detach)
  const server = () => compute.call('showServer', { path: { serverId } })
  await judge.eventually(server, named(volumeId, false), budget.detach)
  return shown
}

/**
 * Detaches the volume, as often as it takes, and waits until it is free again. A volume that does not let go of its server is
 * freed by deleting the server: other tests need it.
 */
export async function detachAndWait(
  { compute, target, budget }: Omit<Stand, 'given'>,
  held: AttachmentPath,
): Promise<void> {
  const path = { serverId: held.serverId, volumeId: held.volumeId }
  const clearing = compute.withPhase('cleanup')
  const detached = (answer: ApiResponse) => answer.isSuccess || answer.status === 404
  const absent = (answer: ApiResponse) => !answer.isSuccess
  await pollUntilSettled(() => clearing.call('detachVolume', { path }), detached, budget.detach)
  const shown = await pollUntilSettled(() => clearing.call('showVolumeAttachment', { path }), absent, budget.detach)
  if (!absent(shown)) await removeServer(clearing, held.serverId, budget.delete)
  if (target.services.blockStorage === undefined) return
  const free = (answer: ApiResponse) => !answer.isSuccess || isAvailable(answer)
  await pollUntilSettled(() => showVolume({ compute: clearing, target }, held.volumeId), free, budget.detach)
}

async function removeServer(clearing: ComputeClient, serverId: string, within: number): Promise<void> {
  const path = { serverId }
  await clearing.call('deleteServer', { path })
  await pollUntilSettled(() => clearing.call('showServer', { path }), isDeletedServer, within)
}

const isAvailable = (answer: ApiResponse): boolean => answer.at('body/volume/status') === 'available'

/** Ends the test without a judgement if the volume service knows that the volume is in use, by whatever server. */
async function awaitFree({ compute, target, budget }: Stand, volumeId: string): Promise<void> {
  if (target.services.blockStorage === undefined) return
  const seen = await pollUntilSettled(() => showVolume({ compute, target }, volumeId), isAvailable, budget.propagation)
  assumeDefined(isAvailable(seen) || undefined, 'The spare volume is not available.')
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
