import type { ApiResponse, ComputeClient } from '#harness'
import type { TargetSettings } from '#model'
import { pollUntilSettled } from './polling.ts'

/** What these helpers use of a test. */
interface Stand {
  readonly compute: ComputeClient
  readonly target: TargetSettings
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The id of the image in `Location`, whatever path leads to it. That the path ends in an id is judged by itself. */
export function imageIdFromLocation(response: ApiResponse): string | undefined {
  const last = response.header('location')?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1)
  return last !== undefined && uuid.test(last) ? last : undefined
}

/** The id of the image wherever the answer names it. */
export const imageOf = (response: ApiResponse): string | undefined =>
  imageIdFromLocation(response) ?? response.string('body/image_id')

/** Where an image is found and deleted: in the image service, or else where Nova forwards such requests. */
const urlOf = ({ services, computeUrl, tenant }: TargetSettings, id: string): string =>
  `${services.image ? `${services.image}/v2` : `${computeUrl}/${tenant}`}/images/${encodeURIComponent(id)}`

/** The image as the image service sees it. */
export const showImage = ({ compute, target }: Stand, id: string): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: urlOf(target, id) })

/**
 * Waits until the server has nothing more to do with an image that was accepted, and deletes it; not before it is made,
 * since the service may still be writing it.
 */
export async function deleteImageWhenReady(
  { compute, target }: Stand,
  serverId: string,
  response: ApiResponse,
): Promise<void> {
  if (!response.isSuccess) return
  const clearing = { compute: compute.withPhase('cleanup'), target }
  await awaitIdle(clearing, serverId)
  const id = imageOf(response)
  if (id === undefined) return
  if (target.services.image !== undefined) {
    const made = (image: ApiResponse) =>
      !image.isSuccess || !['queued', 'saving'].includes(image.string('body/status') ?? '')
    await pollUntilSettled(() => showImage(clearing, id), made, target.timeouts.snapshot)
  }
  await clearing.compute.request({ method: 'DELETE', url: urlOf(target, id) })
}

/** Waits until the server has no task left. Its status says nothing of an image being made. */
async function awaitIdle({ compute, target }: Stand, serverId: string): Promise<void> {
  const idle = (response: ApiResponse) =>
    !response.isSuccess || (response.at('body/server/OS-EXT-STS:task_state') ?? null) === null
  await pollUntilSettled(() => compute.call('showServer', { path: { serverId } }), idle, target.timeouts.snapshot)
}
