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
import type { Action } from './actions.ts'

function findTarget(cloud: CloudState, server: Server, flavorRef: string): Flavor {
  const flavor = cloud.flavors.find(({ id }) => id === flavorRef)
  if (flavor === undefined) {
    if (cloud.faults.has('resize-unknown-flavor-accepted')) return server.flavor
    throw badRequest(`Flavor ${flavorRef} could not be found.`)
  }
  if (flavor.id === server.flavor.id && !cloud.faults.has('resize-same-flavor-accepted')) {
    throw badRequest('A resize needs another flavor than the present one.')
  }
  // The vendor's rule: the root disk cannot move between the host and a volume.
  if (isLocal(flavor) || isLocal(server.flavor)) {
    throw badRequest('The u2 flavors can be resized neither from nor to.')
  }
  return flavor
}

export const resize: Action = (argument, { cloud }) => {
  const fields = object(argument, 'resize')
  const flavorRef = fields['flavorRef']
  const wanted =
    typeof flavorRef === 'number' ? String(flavorRef) : text(required(fields, 'flavorRef', 'resize'), 'flavorRef', 1)
  const isUnchecked = fields['OS-DCF:diskConfig'] === undefined || cloud.faults.has('resize-disk-config-unchecked')
  const diskConfig = isUnchecked ? undefined : readDiskConfig(fields['OS-DCF:diskConfig'])
  return (server) => {
    requireState(cloud, server, preconditions.resize)
    const target = findTarget(cloud, server, wanted)
    const vmState = server.vmState === 'stopped' ? 'stopped' : 'active'
    server.diskConfig = diskConfig ?? server.diskConfig
    server.beforeResize = { flavor: server.flavor, vmState }
    beginTransition(cloud, server, resizing.resizeTransition, cloud.clock.now(), target.id)
    return accepted()
  }
}

export const confirmResize: Action =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.confirmResize)
    resizing.confirmResize(cloud, server, cloud.clock.now())
    return noContent
  }

export const revertResize: Action =
  (_argument, { cloud }) =>
  (server) => {
    requireState(cloud, server, preconditions.revertResize)
    beginTransition(cloud, server, resizing.revertResize, cloud.clock.now())
    return accepted()
  }
