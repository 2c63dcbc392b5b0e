/** Checks that power actions do not change the volumes of a server. */
import { type ApiResponse, type ComputeClient, isRejected, type Matcher, type WaitOptions } from '#harness'
import type { RequirementId } from '#model'
import { orNone } from './or-none.ts'
import { untilActive } from './servers/active-server.ts'
import { untilPoweredOff } from './servers/server-state.ts'
import { hasVolume, lacksVolume, mentionsVolume } from './shown-volumes.ts'
import { type AttachmentPath, attachVolume, awaitAttached, detachAndWait, findAttachment } from './volume-attachment.ts'
import { hasVolumeService, isAvailable, showVolume } from './volumes.ts'

/** Sends an action, and returns whether it was accepted and the server reached the state. */
async function act(compute: ComputeClient, serverId: string, body: object, until: WaitOptions): Promise<boolean> {
  const response = await compute.call('actOnServer', { path: { serverId }, body })
  return response.isSuccess && (await compute.waitForServer(serverId, until)).outcome === 'reached'
}

/**
 * Attaches the free volume to the stopped server, starts and reboots the server, detaches the volume and reboots the server again.
 * Records a violation by a volume that the start or the first reboot has taken away, or the second one has brought back. A target may
 * reject any of these; then the rest is left out. `betweenReboots`: what else the second reboot must not undo.
 */
export async function watchVolumeOverPowerActions(
  compute: ComputeClient,
  path: AttachmentPath,
  betweenReboots: () => Promise<void>,
): Promise<void> {
  const { serverId, volumeId } = path
  const find = () => findAttachment(compute, path)
  const recordUnless = async (requirement: RequirementId, message: string, matcher: Matcher) => {
    const { value: shown } = await compute.poll(find, (response) => !matcher(response), 'propagation', message)
    const mismatch = shown.isSuccess ? matcher(shown) : undefined
    if (mismatch) compute.recordViolation(requirement, shown, { ...mismatch, message })
  }

  if (!(await act(compute, serverId, { 'os-stop': null }, untilPoweredOff))) return
  const attached = await orNone(attachVolume(compute, path))
  const isAttached =
    attached?.isSuccess && (await awaitAttached(compute, path)) && mentionsVolume(await find(), volumeId)
  const untilStarted = { ...untilActive, after: 'os-start', name: 'start' } as const
  if (!(await act(compute, serverId, { 'os-start': null }, untilStarted)) || !isAttached) return
  const checkAfter = (action: string) =>
    recordUnless(
      'servers.volumes-attached.agrees',
      `A volume is no longer attached to its server after ${action}.`,
      hasVolume(volumeId),
    )
  await checkAfter('os-start')
  const untilRebooted = { ...untilActive, after: 'hard reboot', name: 'reboot' } as const
  const reboot = () => act(compute, serverId, { reboot: { type: 'HARD' } }, untilRebooted)
  if (!(await reboot())) return
  await checkAfter('reboot')
  await detachAndWait(compute, path)
  await betweenReboots()
  if (!(await reboot())) return
  const returned = 'A volume that was detached is attached again after a reboot.'
  await recordUnless('attachments.delete.detaches', returned, lacksVolume(volumeId, serverId))
  await attachAgain(compute, path)
}

/**
 * Attaches the volume once more, and records a violation if that is rejected. Without a volume service it is unknown whether the volume is
 * already free.
 */
async function attachAgain(compute: ComputeClient, path: AttachmentPath): Promise<void> {
  if (!hasVolumeService(compute) || !isAvailable(await showVolume(compute, path.volumeId))) return
  const attach = () => attachVolume(compute, path)
  const isAccepted = (response: ApiResponse) => response.isSuccess
  const { value: attached } = await compute.poll(attach, isAccepted, 'propagation', 'another attachment')
  // A volume that is being attached cannot be detached yet.
  if (attached.isSuccess) await awaitAttached(compute, path)
  if (isRejected(attached) !== undefined) return
  compute.recordViolation('attachments.create.path', attached, {
    message: 'A volume that was detached twice cannot be attached any more.',
    at: 'status',
    expected: '200',
    actual: String(attached.status),
  })
}
