import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { isUsableId } from './created-resource.ts'

const textsAt = (list: unknown, member: string): readonly string[] =>
  (Array.isArray(list) ? list : []).flatMap((element: unknown) => {
    const value = resolvePointer(element, `element/${member}`)
    return typeof value === 'string' ? [value] : []
  })

/** The volumes that a request names. They were not made for the server: whoever created them deletes them. */
function namedVolumes(content: unknown): readonly string[] {
  const attached = resolvePointer(content, 'body/volumeAttachment/volumeId')
  const devices = resolvePointer(content, 'body/server/block_device_mapping_v2')
  return [...textsAt(devices, 'uuid'), ...(typeof attached === 'string' ? [attached] : [])]
}

/**
 * The volumes that a target has made for servers of the run: those that the servers show and no request has named. They are deleted with
 * their server, unless the target fails to, and have no name of the run.
 */
export class ServerVolumes {
  readonly #named = new Set<string>()
  readonly #known = new Set<string>()

  /** Takes note of what a request names. */
  recordRequest(content: unknown): void {
    for (const id of namedVolumes(content)) this.#named.add(id)
  }

  /** The volumes of a server in a response that no response has shown before. */
  newIn(response: ApiResponse): readonly string[] {
    const shown = textsAt(response.at('body/server/os-extended-volumes:volumes_attached'), 'id')
    const added = shown.filter((id) => !this.#named.has(id) && !this.#known.has(id) && isUsableId(id))
    for (const id of added) this.#known.add(id)
    return added
  }
}
