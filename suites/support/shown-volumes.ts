/** Checks whether responses show a volume as attached. */
import { type ApiResponse, hasReadableBody, type Matcher, members, resolvePointer } from '#harness'

/**
 * Tells whether a response to showVolumeAttachment, listVolumeAttachments, attachVolume or showServer contains the id of the volume.
 * `serverId`: ignores attachments that name another server, which `attachments.list.answers` covers.
 */
export function mentionsVolume(response: ApiResponse, volumeId: string, serverId?: string): boolean {
  const listed = response.array('body/volumeAttachments').filter((attachment) => {
    const owner = resolvePointer(attachment, 'attachment/serverId')
    return serverId === undefined || typeof owner !== 'string' || owner === serverId
  })
  return [
    response.at('body/volumeAttachment/volumeId'),
    response.at('body/volumeAttachment/id'),
    ...listed.flatMap((attachment) => ['volumeId', 'id'].map((key) => resolvePointer(attachment, `attachment/${key}`))),
    ...members(response, 'body/server/os-extended-volumes:volumes_attached', 'id'),
  ].includes(volumeId)
}

/** Matches a response that shows the volume as attached. */
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

/** Matches a response that does not show the volume as attached, or not to the given server. */
export const lacksVolume =
  (volumeId: string, serverId?: string): Matcher =>
  (response) =>
    mentionsVolume(response, volumeId, serverId)
      ? {
          message: 'The volume is shown as attached, but should not be.',
          at: 'body',
          expected: `no volume ${volumeId}`,
          actual: response.text.slice(0, 500),
        }
      : undefined

/** Matches a list that still has the other volumes of the server that it had before. */
export function keepsOtherVolumes(before: ApiResponse, volumeId: string, serverId: string): Matcher {
  const others = members(before, 'body/volumeAttachments', 'volumeId').filter(
    (id): id is string => typeof id === 'string' && id !== volumeId && mentionsVolume(before, id, serverId),
  )
  return (response) => {
    const lost = response.isSuccess ? others.filter((id) => !mentionsVolume(response, id, serverId)) : []
    if (lost.length === 0) return undefined
    return {
      message: 'Another volume of the server is missing from the list after a volume was detached.',
      at: 'body/volumeAttachments',
      expected: lost.join(', '),
      actual: response.text.slice(0, 500),
    }
  }
}

/** Tells whether the response shows no attachment. */
export const isAbsent = (response: ApiResponse): boolean => hasReadableBody(response) !== undefined
