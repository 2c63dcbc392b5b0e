/** Building blocks of the faults of how create requests are checked. */
import type { Override } from '../../../fault-injection/overrides.ts'
import { badRequest } from '../../../server/errors.ts'
import type { JsonObject } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import { readCreateRequest } from '../../../validation/server-create.ts'
import type { Mutation } from '../../define-fault.ts'
import { changedList, isObject } from '../../edits.ts'
import { acceptIf } from '../../mutators.ts'
import { createdServer } from '../../responses.ts'

type Condition = (server: JsonObject) => boolean

/** Returns the server that a body describes; undefined for a body without one. */
export function requestedServer(body: unknown): JsonObject | undefined {
  const server = isObject(body) ? body['server'] : undefined
  return isObject(server) ? server : undefined
}

/** Accepts requests that are rejected with 400, if their server meets a condition. No server is created. */
export function acceptServerIf(condition: Condition): Mutation {
  return acceptIf('servers.create', createdServer, (body) => {
    const server = requestedServer(body)
    return server !== undefined && condition(server)
  })
}

/** Rejects valid requests with 400 and a reason, if their server meets a condition. No server is created. */
export function rejectServer(reason: string, condition: Condition): Override {
  return readCreateRequest.overrideWhen(
    (_cloud, body) => {
      const server = requestedServer(body)
      return server !== undefined && condition(server)
    },
    (original, cloud, body) => {
      original(cloud, body)
      throw badRequest(reason)
    },
  )
}

/** The same without a reason that a client could use. */
export const rejectServerIf = (condition: Condition): Override => rejectServer('This is not supported.', condition)

/** Treats requests whose server meets a condition as if they described another server. */
export function readAsIf(condition: Condition, edit: (server: JsonObject, cloud: CloudState) => JsonObject): Override {
  return readCreateRequest.overrideWhen(
    (_cloud, body) => {
      const server = requestedServer(body)
      return server !== undefined && condition(server)
    },
    (original, cloud, body) => {
      const server = requestedServer(body)
      return original(cloud, server === undefined ? body : { server: edit(server, cloud) })
    },
  )
}

/** Treats the block devices that meet a condition as if they were others. */
export function readDevicesAsIf(
  condition: Condition,
  edit: (device: JsonObject, cloud: CloudState) => JsonObject,
): Override {
  return readAsIf(
    ({ block_device_mapping_v2: devices }) => hasEntry(devices, condition),
    (server, cloud) =>
      changedList('block_device_mapping_v2', (devices) =>
        devices.map((device) => (isObject(device) && condition(device) ? edit(device, cloud) : device)),
      )(server),
  )
}

/** Tells whether a list of a request has an object that meets a condition. */
export function hasEntry(list: unknown, condition: Condition): boolean {
  return Array.isArray(list) && list.some((entry) => isObject(entry) && condition(entry))
}
