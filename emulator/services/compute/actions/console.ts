import { badRequest, conflict } from '../../../server/errors.ts'
import { ok } from '../../../server/response.ts'
import type { CloudState } from '../../../state/cloud-state.ts'
import type { Server } from '../../../state/servers.ts'
import { choice, integer, object, type RequestFields, required } from '../../../validation/fields.ts'
import type { ActionHandler } from './actions.ts'

/** Returns the number of lines requested; undefined for all, which -1 and null also mean. @throws ApiError 400 */
function readLength(fields: RequestFields): number | undefined {
  const { length } = fields
  if (length === undefined || length === null) return undefined
  const lines = integer(length, 'length', -1)
  return lines === -1 ? undefined : lines
}

/** Returns the log that such a machine could have written. Its first line says that it is synthetic. */
function bootLog({ images, networking }: CloudState, server: Server): readonly string[] {
  const { flavor, keyName, name } = server
  const image = images.get(server.imageId)?.name ?? 'a volume'
  return [
    '[    0.000000] This log is synthetic: the server is emulated, no machine runs.',
    `[    0.000000] Booting ${image} on ${flavor.name}: ${flavor.vcpus} vCPU, ${flavor.ram} MB`,
    ...networking.ports
      .of(server.id)
      .map(({ mac, address }, index) => `[    1.${index}00000] eth${index}: ${mac} ${address}`),
    ...server.attachments.map(({ device, volumeId }) => `[    2.000000] ${device}: volume ${volumeId}`),
    `[    3.000000] ${keyName === null ? 'no key is authorized' : `key ${keyName} is authorized`}`,
    '',
    `${name} login:`,
  ]
}

/** Returns the end of the console log of a server. @throws ApiError 409 for a server that is not on a host. */
export const output: ActionHandler = (argument, { cloud }) => {
  const length = readLength(object(argument, 'os-getConsoleOutput'))
  return (server) => {
    if (server.host === '' || server.vmState === 'building') {
      throw conflict(`Instance ${server.id} is not ready`)
    }
    const lines = bootLog(cloud, server)
    return ok({ output: lines.slice(length === undefined ? 0 : Math.max(0, lines.length - length)).join('\n') })
  }
}

/** Rejects requests for a console: no type is ever available. */
export function unavailable(types: readonly string[]): ActionHandler {
  return (argument) => {
    const fields = object(argument, 'console')
    const type = choice(required(fields, 'type', 'console'), 'type', types)
    return () => {
      throw badRequest(`Unavailable console type ${type}.`)
    }
  }
}
