/** Attachments of the spare volume to a server. */
import {
  type ApiResponse,
  assume,
  type ComputeClient,
  deleted,
  isRejected,
  type LeasedServer,
  type Matcher,
  members,
  type RequirementAssertion,
  type ServerRequirements,
} from '#harness'
import { hasVolumeService, isAvailable, showVolume } from './volumes.ts'

/** The fixtures of a test that attaches a volume. */
interface AttachmentContext {
  readonly given: {
    volume(): Promise<string>
    server(requirements: ServerRequirements): Promise<LeasedServer>
  }
  readonly compute: ComputeClient
}

/** A server and a volume, as the path parameters of an attachment. */
export interface AttachmentPath {
  readonly serverId: string
  readonly volumeId: string
}

/**
 * Whether a response to showVolumeAttachment, listVolumeAttachments, attachVolume or showServer contains the volume's
 * id.
 */
export const mentionsVolume = (response: ApiResponse, volumeId: string): boolean =>
  [
    response.at('body/volumeAttachment/volumeId'),
    response.at('body/volumeAttachment/id'),
    ...members(response, 'body/volumeAttachments', 'volumeId'),
    ...members(response, 'body/volumeAttachments', 'id'),
    ...members(response, 'body/server/os-extended-volumes:volumes_attached', 'id'),
  ].includes(volumeId)

/** The response shows the volume as attached. */
export const hasVolume =
  (volumeId: string): Matcher =>
  (response) =>
    mentionsVolume(response, volumeId)
      ? undefined
      : {
          message: 'The volume is not shown as attached.',
          at: 'body',
          expected: `the volume ${volumeId}`,
          actual: response.text.slice(0, 500),
        }

/** The response does not show the volume as attached. */
export const lacksVolume =
  (volumeId: string): Matcher =>
  (response) =>
    mentionsVolume(response, volumeId)
      ? {
          message: 'The volume is shown as attached, and should not be.',
          at: 'body',
          expected: `no volume ${volumeId}`,
          actual: response.text.slice(0, 500),
        }
      : undefined

/**
 * The first response that shows the volume as attached, of showVolumeAttachment, listVolumeAttachments and showServer;
 * the response to showServer when none does. Each of them has a requirement of its own, so one is enough to find an
 * attachment.
 */
export async function findAttachment(compute: ComputeClient, path: AttachmentPath): Promise<ApiResponse> {
  const { serverId, volumeId } = path
  const shown = await compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  if (mentionsVolume(shown, volumeId)) return shown
  const listed = await compute.call('listVolumeAttachments', { path: { serverId } })
  if (mentionsVolume(listed, volumeId)) return listed
  return compute.call('showServer', { path: { serverId } })
}

/**
 * Waits until the volume is in use, before which it cannot be detached; without a volume service, until it is shown as
 * attached. Returns whether it is.
 */
export async function awaitAttached(testCompute: ComputeClient, path: AttachmentPath): Promise<boolean> {
  const compute = testCompute.withPhase('wait')
  const isAttached = (response: ApiResponse) => mentionsVolume(response, path.volumeId)
  const isInUse = (volume: ApiResponse) => volume.at('body/volume/status') === 'in-use'
  const { isDone } = hasVolumeService(compute)
    ? await compute.poll(() => showVolume(compute, path.volumeId), isInUse, 'attach', 'attach')
    : await compute.poll(() => findAttachment(compute, path), isAttached, 'attach', 'attach')
  return isDone
}

/**
 * Attaches the volume as a precondition of a test and returns the response. `attachments.create.attaches` covers the
 * attachment.
 */
export async function attach(compute: ComputeClient, path: AttachmentPath): Promise<ApiResponse> {
  const { serverId, volumeId } = path
  const response = await compute
    .withPhase('arrange')
    .call('attachVolume', { path: { serverId }, body: { volumeAttachment: { volumeId } } })
  const message = `The spare volume was not attached: the response is ${response.status}.`
  assume(response.isSuccess, message, 'attachments.create.path')
  const isAttached = await awaitAttached(compute, path)
  assume(isAttached, 'The spare volume was not attached in time.', 'attachments.create.attaches')
  return response
}

/** Rejections that do not change with time; another, such as 409, may be due to an operation in progress. */
const finalStatuses = [401, 403, 404, 405, 501]

const isSuccessOrFinal = ({ isSuccess, status }: ApiResponse): boolean => isSuccess || finalStatuses.includes(status)

/**
 * Detaches the volume and verifies that show, list and server no longer have it. Returns the response to the last show.
 */
export async function verifyDetach(
  assertion: RequirementAssertion,
  compute: ComputeClient,
  path: AttachmentPath,
): Promise<ApiResponse> {
  const { serverId, volumeId } = path
  const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
  const { value: detached } = await compute.poll(detach, isSuccessOrFinal, 'detach', 'DELETE attachment')
  assertion.isSuccess(detached)
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const shown = await assertion.eventually(show, isRejected, 'detach')
  const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
  await assertion.eventually(list, lacksVolume(volumeId), 'detach')
  const showServer = () => compute.call('showServer', { path: { serverId } })
  await assertion.eventually(showServer, lacksVolume(volumeId), 'detach')
  return shown
}

/**
 * Detaches the volume, with repeated requests, and waits until it is available for the next test. Deletes the server if
 * the volume stays attached.
 */
export async function detachAndWait(testCompute: ComputeClient, path: AttachmentPath): Promise<void> {
  const compute = testCompute.withPhase('cleanup')
  const { serverId, volumeId } = path
  const isAbsent = (response: ApiResponse) => !response.isSuccess
  const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
  await compute.poll(detach, isSuccessOrFinal, 'detach', 'DELETE attachment')
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const { isDone: isNotShown } = await compute.poll(show, isAbsent, 'detach', 'detach')
  if (!isNotShown) await deleteServer(compute, serverId)
  if (!hasVolumeService(compute)) return
  const isFree = (volume: ApiResponse) => !volume.isSuccess || isAvailable(volume)
  await compute.poll(() => showVolume(compute, volumeId), isFree, 'detach', 'detach')
}

async function deleteServer(compute: ComputeClient, serverId: string): Promise<void> {
  await compute.call('deleteServer', { path: { serverId } })
  await compute.waitForServer(serverId, { after: 'delete', name: 'delete', conditions: [deleted] })
}

/**
 * Waits for the spare volume. Throws an InconclusiveError when the volume service shows it as used, by whatever server.
 */
async function assumeAvailable(compute: ComputeClient, volumeId: string): Promise<void> {
  if (!hasVolumeService(compute)) return
  const show = () => showVolume(compute, volumeId)
  const { isDone } = await compute.poll(show, isAvailable, 'propagation', 'the spare volume')
  assume(isDone, 'The spare volume is not available.')
}

/** Passes the spare volume and an exclusive server, not attached, to `use`, and detaches the volume afterwards. */
export async function withVolumeAndServer(
  { given, compute }: AttachmentContext,
  use: (path: AttachmentPath) => Promise<void>,
  requirements: Pick<ServerRequirements, 'state' | 'forcedStatus'> = {},
): Promise<void> {
  const volumeId = await given.volume()
  await assumeAvailable(compute, volumeId)
  const { id: serverId } = await given.server({ exclusive: true, ...requirements })
  try {
    await use({ serverId, volumeId })
  } finally {
    await detachAndWait(compute, { serverId, volumeId })
  }
}
