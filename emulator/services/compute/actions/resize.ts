import { defineHook } from '../../../fault-injection/hooks.ts'
import { badRequest } from '../../../server/errors.ts'
import { accepted, noContent } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import { type Flavor, isLocal } from '../../../state/flavors.ts'
import type { Server } from '../../../state/servers.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import * as resizing from '../../../transitions/resize.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import { object, required, text } from '../../../validation/fields.ts'
import { readDiskConfig } from '../../../validation/server-create.ts'
import type { OperationCall } from '../../operation.ts'
import type { ActionHandler } from './actions.ts'

interface ResizeRequest {
  readonly flavorRef: string
  /** undefined: it stays as it is. */
  readonly diskConfig: 'AUTO' | 'MANUAL' | undefined
}

/** Reads the flavor and the disk configuration of a resize. @throws ApiError 400 */
export const readResizeRequest = defineHook(
  'servers.readResizeRequest',
  (_call: OperationCall, argument: unknown): ResizeRequest => {
    const fields = object(argument, 'resize')
    const { flavorRef, 'OS-DCF:diskConfig': diskConfig } = fields
    return {
      flavorRef:
        typeof flavorRef === 'number'
          ? String(flavorRef)
          : text(required(fields, 'flavorRef', 'resize'), 'flavorRef', 1),
      diskConfig: diskConfig === undefined ? undefined : readDiskConfig(diskConfig),
    }
  },
)

/** Returns the flavor to resize to. @throws ApiError 400 */
function findNewFlavor(cloud: CloudState, server: Server, flavorRef: string): Flavor {
  const flavor = cloud.flavors.find(({ id }) => id === flavorRef)
  if (flavor === undefined) throw badRequest(`Flavor ${flavorRef} could not be found.`)
  if (flavor.id === server.flavor.id) throw badRequest('A resize needs another flavor than the present one.')
  // A rule of the vendor: the root disk cannot move between the host and a volume.
  if (isLocal(flavor) || isLocal(server.flavor)) {
    throw badRequest('The u2 flavors can be resized neither from nor to.')
  }
  return flavor
}

/** Begins to resize a server, and remembers the flavor before it. */
export const resize: ActionHandler = (argument, call) => {
  const { cloud } = call
  const { flavorRef, diskConfig } = readResizeRequest(call, argument)
  return (server) => {
    requireState(cloud, server, preconditions.resize)
    const flavor = findNewFlavor(cloud, server, flavorRef)
    const vmState = server.vmState === 'stopped' ? 'stopped' : 'active'
    server.diskConfig = diskConfig ?? server.diskConfig
    server.beforeResize = { flavor: server.flavor, vmState }
    beginTransition(cloud, server, resizing.resizeTransition, cloud.clock.now(), flavor.id)
    return accepted()
  }
}

/** Confirms the resize of a server. */
export const confirmResize: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.confirmResize)
    resizing.confirmResize(cloud, server, cloud.clock.now())
    return noContent
  }

/** Begins to revert the resize of a server. */
export const revertResize: ActionHandler =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.revertResize)
    beginTransition(cloud, server, resizing.revertResize, cloud.clock.now())
    return accepted()
  }
