import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { isUsableId } from './created-resource.ts'

/** The volumes that a target has created for one server, according to the server. */
export interface NewVolumes {
  readonly ids: readonly string[]
  /** Whether the request for the server specifies that each of its volumes is deleted with the server. */
  readonly areDeletedWithServer: boolean
}

/** Statuses of a server whose volumes are complete: one that failed may have left some behind that it does not own. */
const usableStatuses = ['ACTIVE', 'SHUTOFF', 'STOPPED', 'VERIFY_RESIZE', 'SHELVED', 'SHELVED_OFFLOADED']

const textsAt = (list: unknown, member: string): readonly string[] =>
  (Array.isArray(list) ? list : []).flatMap((element: unknown) => {
    const value = resolvePointer(element, `element/${member}`)
    return typeof value === 'string' ? [value] : []
  })

const devicesIn = (content: unknown): readonly unknown[] => {
  const devices = resolvePointer(content, 'body/server/block_device_mapping_v2')
  return Array.isArray(devices) ? devices : []
}

/** Returns the ids of existing volumes in a request. Their creator is responsible for deleting them. */
function namedVolumes(content: unknown): readonly string[] {
  const attached = resolvePointer(content, 'body/volumeAttachment/volumeId')
  return [...textsAt(devicesIn(content), 'uuid'), ...(typeof attached === 'string' ? [attached] : [])]
}

/**
 * The volumes that a target has created for servers of the run: those that the servers show and no request has named. They do not have a name
 * of the run, and are deleted with their server, unless the target fails to do that.
 */
export class ServerVolumes {
  readonly #named = new Set<string>()
  /** The volumes that were returned, and whether they are deleted with their server as far as was known then. */
  readonly #known = new Map<string, boolean>()
  /** Servers that were requested with `delete_on_termination` true for every block device. */
  readonly #deletingServers = new Set<string>()

  /** Records the volumes that a request names, and whether those of a new server are to be deleted with it. */
  recordRequest(content: unknown, response: ApiResponse): void {
    for (const id of namedVolumes(content)) this.#named.add(id)
    const devices = devicesIn(content)
    const server = response.isSuccess ? response.string('body/server/id') : undefined
    const areDeleted = devices.every((device) => resolvePointer(device, 'device/delete_on_termination') === true)
    if (server !== undefined && devices.length > 0 && areDeleted) this.#deletingServers.add(server)
  }

  /** Returns the volumes of a server in a response that are new, or whose deletion with the server was not known before. */
  newIn(response: ApiResponse): NewVolumes {
    const isUsable = usableStatuses.some((status) => status === response.at('body/server/status'))
    const areDeletedWithServer = isUsable && this.#deletingServers.has(response.string('body/server/id') ?? '')
    const shown = textsAt(response.at('body/server/os-extended-volumes:volumes_attached'), 'id')
    const isKnown = (id: string) => this.#known.has(id) && (this.#known.get(id) === true || !areDeletedWithServer)
    const ids = shown.filter((id) => !this.#named.has(id) && !isKnown(id) && isUsableId(id))
    for (const id of ids) this.#known.set(id, areDeletedWithServer)
    return { ids, areDeletedWithServer }
  }
}
