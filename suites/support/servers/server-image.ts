/** The images that createImage creates. */
import { type ApiResponse, assume, type ComputeClient, withoutTask } from '#harness'
import { operationsUrl, type TargetSettings } from '#model'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Returns the last UUID in the path of `Location`, after which some targets have `/file`. `images.create.location` covers a header
 * without one.
 */
export const imageIdFromLocation = (response: ApiResponse): string | undefined =>
  response
    .header('location')
    ?.split(/[?#]/)[0]
    ?.split('/')
    .findLast((segment) => uuid.test(segment))

/** Returns the image id in a response to createImage, from the header or the body. */
export const imageIdIn = (response: ApiResponse): string | undefined =>
  imageIdFromLocation(response) ?? response.string('body/image_id')

/**
 * Returns the image id in a response to createImage or, if its header and body have different ids, the one that the image service shows.
 * `images.create.image-id` covers the difference.
 */
export async function shownImageId(compute: ComputeClient, response: ApiResponse): Promise<string | undefined> {
  const id = imageIdIn(response)
  const other = response.string('body/image_id')
  if (id === undefined || other === undefined || other === id || (await showImage(compute, id)).isSuccess) return id
  return (await showImage(compute, other)).isSuccess ? other : id
}

/** Returns the URL of the image: in the image service or, without one, in Nova's proxy for it. */
const imageUrl = (target: TargetSettings, id: string): string => {
  const { image } = target.services
  return `${image ? `${image}/v2` : operationsUrl(target)}/images/${encodeURIComponent(id)}`
}

/** Shows the image in the image service. */
export const showImage = (compute: ComputeClient, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: imageUrl(compute.run.settings, id) })

/**
 * Waits until the server has no task and the image is complete, then deletes the image. Does nothing after a rejection. Returns the
 * last response of the image service about the image.
 */
export async function deleteImageWhenReady(
  compute: ComputeClient,
  serverId: string,
  response: ApiResponse,
): Promise<ApiResponse | undefined> {
  if (!response.isSuccess) return undefined
  const cleanup = compute.withPhase('cleanup')
  const { settings } = compute.run
  const showServer = () => cleanup.call('showServer', { path: { serverId } })
  const { value: before } = await cleanup.poll(
    showServer,
    (shown) => !shown.isSuccess || withoutTask.holds(shown),
    'snapshot',
    'the end of its task',
  )
  const id = imageIdIn(response)
  if (id === undefined) return undefined
  let last: ApiResponse | undefined
  if (settings.services.image !== undefined) {
    const isComplete = (image: ApiResponse) =>
      !image.isSuccess || !['queued', 'saving'].includes(image.string('body/status') ?? '')
    last = (await cleanup.poll(() => showImage(cleanup, id), isComplete, 'snapshot', 'snapshot')).value
  }
  const isUnfinished = last?.at('body/status') === 'active' && !withoutTask.holds(before)
  const isIdle = !isUnfinished || (await isFreeOfImages(cleanup, showServer))
  await cleanup.request({ method: 'DELETE', url: imageUrl(settings, id) })
  compute.run.traits.deletedImages.add(id)
  assume(isIdle, busyMessage, 'servers.task-state.idle')
  return last
}

const busyMessage = 'A server still shows an image task long after the image is complete.'

/** Waits until a server shows no task of an image. Records a violation and returns false if it still does after the timeout. */
async function isFreeOfImages(compute: ComputeClient, show: () => Promise<ApiResponse>): Promise<boolean> {
  const taskPointer = 'body/server/OS-EXT-STS:task_state'
  const taskOf = (shown: ApiResponse) => shown.string(taskPointer) ?? ''
  const isOver = (shown: ApiResponse) => !taskOf(shown).startsWith('image_')
  const { value: shown } = await compute.poll(show, isOver, 'snapshot', 'the end of the task of an image')
  if (isOver(shown)) return true
  const mismatch = { message: busyMessage, at: taskPointer, expected: 'null', actual: taskOf(shown) }
  compute.recordViolation('servers.task-state.idle', shown, mismatch)
  return false
}
