/** Attaches the spare volume to a server, and detaches it. */
import {
  type ApiResponse,
  assume,
  assumeSuccess,
  type CallOptions,
  type ComputeClient,
  deleted,
  hasReadableBody,
  isRejected,
  type Matcher,
  type RequirementAssertion,
  resolvePointer,
  type ServerRequirements,
} from '#harness'
import { orNone } from './or-none.ts'
import { preferredServer, type RestState, type ServerContext } from './preferred-server.ts'
import { isMissingRoute, isSuccessOrFinal } from './rejections.ts'
import { isAbsent, keepsOtherVolumes, lacksVolume, mentionsVolume } from './shown-volumes.ts'
import { awaitFree, hasVolumeService, isAvailable, showVolume, staysIn, stillExists } from './volumes.ts'

/** The fixtures of a test that attaches a volume. */
interface AttachmentContext extends ServerContext {
  readonly given: ServerContext['given'] & { volume(): Promise<string> }
}

interface VolumeServerRequirements extends Pick<ServerRequirements, 'forcedStatus'> {
  /** The state of the server, if one can be brought to it; ACTIVE by default. */
  readonly preferredState?: RestState
}

/** A server and a volume, as the path parameters of an attachment. */
export interface AttachmentPath {
  readonly serverId: string
  readonly volumeId: string
}

/**
 * Returns the first response that shows the volume as attached, of showVolumeAttachment, listVolumeAttachments and showServer; the
 * response to showServer when none does. Other requirements cover each of the three, so one is enough to find an attachment.
 */
export async function findAttachment(compute: ComputeClient, path: AttachmentPath): Promise<ApiResponse> {
  const { serverId, volumeId } = path
  const shown = await orNone(compute.call('showVolumeAttachment', { path: { serverId, volumeId } }))
  if (shown && mentionsVolume(shown, volumeId)) return shown
  const listed = await orNone(compute.call('listVolumeAttachments', { path: { serverId } }))
  if (listed && mentionsVolume(listed, volumeId)) return listed
  return compute.call('showServer', { path: { serverId } })
}

/**
 * Waits until the volume is in use, because it cannot be detached before; without a volume service, until it is shown as attached. Returns
 * false after the timeout.
 */
export async function awaitAttached(testCompute: ComputeClient, path: AttachmentPath): Promise<boolean> {
  const compute = testCompute.withPhase('wait')
  const isAttached = (response: ApiResponse) => mentionsVolume(response, path.volumeId)
  const isInUse = (volume: ApiResponse) => volume.at('body/volume/status') === 'in-use'
  const { isDone } = hasVolumeService(compute)
    ? await compute.poll(
        () => showVolume(compute, path.volumeId),
        isInUse,
        'attach',
        'attach',
        staysIn(compute, 'available'),
      )
    : await compute.poll(() => findAttachment(compute, path), isAttached, 'attach', 'attach')
  return isDone
}

/** Returns the options of an attachVolume call, with the path that the target has. */
const attachCall = ({ run }: ComputeClient, { serverId, volumeId }: AttachmentPath): CallOptions => ({
  path: { serverId },
  ...(run.traits.attachesBelowVolume ? { subpath: volumeId } : {}),
})

/**
 * Requests the attachment. The signature in the document has the volume's id in the path, and its table of parameters does not (B-04).
 * If the target has no POST to the collection, the request is sent to the other path, and from then on only there.
 */
export async function attachVolume(compute: ComputeClient, path: AttachmentPath): Promise<ApiResponse> {
  const { traits } = compute.run
  const body = { volumeAttachment: { volumeId: path.volumeId } }
  const response = await compute.call('attachVolume', { ...attachCall(compute, path), body })
  if (traits.attachesBelowVolume || !isMissingRoute(response)) return response
  const below = await compute.call('attachVolume', { path: { serverId: path.serverId }, subpath: path.volumeId, body })
  if (!below.isSuccess) return response
  traits.attachBelowVolume()
  return below
}

/**
 * Requests an attachment to a server that does not exist. If the path to the collection has no POST, which is not known before the first
 * attachment, the request is sent to the path with the volume's id.
 */
export async function attachToAbsent(
  compute: ComputeClient,
  { serverId, volumeId }: AttachmentPath,
): Promise<ApiResponse> {
  const body = { volumeAttachment: { volumeId } }
  const response = await compute.call('attachVolume', { path: { serverId }, body })
  const lacksRoute = isMissingRoute(response) && response.status !== 404
  return lacksRoute ? compute.call('attachVolume', { path: { serverId }, subpath: volumeId, body }) : response
}

/** Requests an attachment with a body that violates the document. */
export const attachInvalid = (compute: ComputeClient, path: AttachmentPath, body: unknown): Promise<ApiResponse> =>
  compute.call('attachVolume', { ...attachCall(compute, path), body, isInvalid: true })

/** Returns the interpretation of the document that the target follows: see `attachVolume`. */
export const attachPathVariant = ({ run }: ComputeClient): string =>
  run.traits.attachesBelowVolume ? 'volume-id' : 'collection'

/**
 * Attaches the volume as a precondition of a test, and returns the response.
 * @throws InconclusiveError when it is not attached, which `attachments.create.attaches` covers
 */
export async function attach(compute: ComputeClient, path: AttachmentPath): Promise<ApiResponse> {
  const response = await attachVolume(compute.withPhase('arrange'), path)
  const message = `The spare volume was not attached: the response is ${response.status} ${response.text.slice(0, 200)}.`
  assumeSuccess(response, message, 'attachments.create.path')
  assume(
    await awaitAttached(compute, path),
    'The spare volume was not attached in time.',
    'attachments.create.attaches',
  )
  return response
}

/** Matches a rejection, or a successful response without a readable body, which violates a requirement about showVolumeAttachment. */
const isNotShown: Matcher = (response) =>
  response.isSuccess && hasReadableBody(response) !== undefined ? undefined : isRejected(response)

/**
 * Detaches the volume and verifies that show, list and server no longer show it, and that the list still has the others. Returns the
 * response to the last show; undefined when the volume stays attached.
 */
export async function verifyDetach(
  assertion: RequirementAssertion,
  compute: ComputeClient,
  path: AttachmentPath,
): Promise<ApiResponse | undefined> {
  const { serverId, volumeId } = path
  const list = () => compute.call('listVolumeAttachments', { path: { serverId } })
  const before = await list()
  const detach = () => compute.call('detachVolume', { path: { serverId, volumeId } })
  const { value: detached } = await compute.poll(detach, isSuccessOrFinal(), 'detach', 'DELETE attachment')
  assertion.isSuccess(detached)
  if (!detached.isSuccess) return undefined
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const shown = (await staysAttached(compute, path))
    ? await show()
    : await assertion.eventually(show, isNotShown, 'detach')
  assertion.matches(shown, isNotShown)
  if (isNotShown(shown) !== undefined) return undefined
  for (const operation of ['listVolumeAttachments', 'showServer'] as const) {
    const read = () => compute.call(operation, { path: { serverId } })
    const last = await assertion.eventually(read, lacksVolume(volumeId, serverId), 'detach')
    if (mentionsVolume(last, volumeId, serverId)) return undefined
  }
  await assertion.eventually(list, keepsOtherVolumes(before, volumeId, serverId), 'detach')
  if (hasVolumeService(compute)) assertion.matches(await showVolume(compute, volumeId), stillExists)
  return shown
}

/**
 * Tells whether the volume service keeps the volume in use by the server, although the target has accepted to detach it: Nova calls
 * `begin_detaching` before it responds (nova/compute/api.py). False where transitions are slow, so that it may begin later.
 */
async function staysAttached(compute: ComputeClient, { serverId, volumeId }: AttachmentPath): Promise<boolean> {
  if (!hasVolumeService(compute) || !compute.run.pace.isPrompt) return false
  const read = () => showVolume(compute, volumeId)
  const isLeaving = (volume: ApiResponse) =>
    volume.at('body/volume/status') !== 'in-use' ||
    volume.array('body/volume/attachments').every((one) => resolvePointer(one, 'one/server_id') !== serverId)
  return !(await compute.poll(read, isLeaving, 'propagation', 'a volume being detached')).isDone
}

/** After this many rejections in a row without an attachment that the target shows, it is assumed to be detached. */
const minAbsences = 3

/** Returns a function that requests to detach a volume, and one that tells from the response whether to repeat the request no more. */
function detaching(compute: ComputeClient, path: AttachmentPath) {
  const { serverId, volumeId } = path
  const isFinal = isSuccessOrFinal()
  let absences = 0
  const detach = async () => {
    const response = await compute.call('detachVolume', { path: { serverId, volumeId } })
    const isShown = response.isSuccess || mentionsVolume(await findAttachment(compute, path), volumeId)
    absences = isShown ? 0 : absences + 1
    return response
  }
  return { detach, isDone: (response: ApiResponse) => isFinal(response) || absences >= minAbsences }
}

/**
 * Detaches the volume, repeating the request, and waits until it is available for the next test. Deletes the server if the volume stays
 * attached.
 */
export async function detachAndWait(testCompute: ComputeClient, path: AttachmentPath): Promise<void> {
  const compute = testCompute.withPhase('cleanup')
  const { serverId, volumeId } = path
  const { detach, isDone } = detaching(compute, path)
  const { value: detached } = await compute.poll(detach, isDone, 'detach', 'DELETE attachment')
  const show = () => compute.call('showVolumeAttachment', { path: { serverId, volumeId } })
  const isGone = detached.isSuccess
    ? !(await staysAttached(compute, path)) && (await compute.poll(show, isAbsent, 'detach', 'detach')).isDone
    : isAbsent(await show())
  if (!isGone) await deleteServer(compute, serverId)
  if (hasVolumeService(compute)) await awaitFree(compute, volumeId)
}

async function deleteServer(compute: ComputeClient, serverId: string): Promise<void> {
  const response = await compute.call('deleteServer', { path: { serverId } })
  if (response.isSuccess)
    await compute.waitForServer(serverId, { after: 'delete', name: 'delete', conditions: [deleted] })
}

/**
 * Waits until the spare volume is available.
 * @throws InconclusiveError when the volume service shows it as used by some server
 */
async function assumeAvailable(compute: ComputeClient, volumeId: string): Promise<void> {
  if (!hasVolumeService(compute)) return
  const show = () => showVolume(compute, volumeId)
  const { isDone } = await compute.poll(show, isAvailable, 'propagation', 'the spare volume')
  // An earlier test of the run may have left it attached.
  assume(isDone, 'The spare volume is not available.', 'attachments.delete.detaches')
}

/**
 * Calls `use` with an exclusive server and the spare volume, not attached, and detaches the volume afterwards.
 * @throws InconclusiveError when the volume is not available
 */
export async function withVolumeAndServer(
  { given, compute }: AttachmentContext,
  use: (path: AttachmentPath) => Promise<void>,
  { forcedStatus, preferredState = 'ACTIVE' }: VolumeServerRequirements = {},
): Promise<void> {
  const volumeId = await given.volume()
  await assumeAvailable(compute, volumeId)
  const { id: serverId } = forcedStatus
    ? await given.server({ exclusive: true, forcedStatus })
    : await preferredServer({ given, compute }, preferredState)
  try {
    await use({ serverId, volumeId })
  } finally {
    await detachAndWait(compute, { serverId, volumeId })
  }
}
