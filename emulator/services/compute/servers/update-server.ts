import { defineHook } from '../../../fault-injection/hooks.ts'
import { serverBase } from '../../../serializers/server.ts'
import { type EmulatorResponse, ok } from '../../../server/response.ts'
import type { Server } from '../../../state/servers.ts'
import { address, trimmedName, unwrap } from '../../../validation/fields.ts'
import { readDiskConfig } from '../../../validation/server-create.ts'
import type { OperationCall } from '../../operation.ts'
import { findServer } from './lookup.ts'

/** The attributes that a request changes; undefined: it stays as it is. */
export interface ServerUpdate {
  readonly name: string | undefined
  readonly accessIPv4: string | undefined
  readonly accessIPv6: string | undefined
  readonly diskConfig: 'AUTO' | 'MANUAL' | undefined
}

/** Reads the attributes that the request changes. @throws ApiError 400 */
export const readServerUpdate = defineHook('servers.readUpdate', ({ body }: OperationCall): ServerUpdate => {
  const fields = unwrap(body, 'server')
  const { name, accessIPv4, accessIPv6, 'OS-DCF:diskConfig': diskConfig } = fields
  return {
    name: name === undefined ? undefined : trimmedName(name, 'name'),
    accessIPv4: accessIPv4 === undefined ? undefined : address(accessIPv4, 'accessIPv4', 4),
    accessIPv6: accessIPv6 === undefined ? undefined : address(accessIPv6, 'accessIPv6', 6),
    diskConfig: diskConfig === undefined ? undefined : readDiskConfig(diskConfig),
  }
})

export const applyServerUpdate = defineHook(
  'servers.applyUpdate',
  ({ cloud }: OperationCall, server: Server, { name, accessIPv4, accessIPv6, diskConfig }: ServerUpdate): void => {
    server.name = name ?? server.name
    server.accessIPv4 = accessIPv4 ?? server.accessIPv4
    server.accessIPv6 = accessIPv6 ?? server.accessIPv6
    server.diskConfig = diskConfig ?? server.diskConfig
    server.updatedAt = cloud.clock.now()
  },
)

export const updateServer = defineHook('servers.update', (call: OperationCall): EmulatorResponse => {
  const update = readServerUpdate(call)
  const server = findServer(call)
  applyServerUpdate(call, server, update)
  return ok({ server: serverBase(call.cloud, call.urlBase, server) })
})
