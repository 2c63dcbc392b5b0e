import { defineHook } from '../../../fault-injection/hooks.ts'
import { badRequest, forbidden, notFound } from '../../../server/errors.ts'
import { type EmulatorResponse, noContent, ok } from '../../../server/response.ts'
import type { Server } from '../../../state/servers.ts'
import { preconditions, requireState } from '../../../transitions/preconditions.ts'
import { required, unwrap } from '../../../validation/fields.ts'
import { metadataPairs } from '../../../validation/metadata.ts'
import { type Operation, type OperationCall, readOperation } from '../../operation.ts'
import { findServer } from './lookup.ts'

type Pairs = Readonly<Record<string, string>>

/** Nova's quota of entries. */
const most = 128

/**
 * Stores the metadata of a server.
 * @throws ApiError 409 for a state in which metadata cannot change, 403 for too many pairs
 */
function store(call: OperationCall, server: Server, pairs: Pairs): void {
  requireState(call.cloud, server, preconditions.metadata)
  if (Object.keys(pairs).length > most) throw forbidden(`Quota exceeded: at most ${most} metadata entries.`)
  replaceMetadata(call, server, pairs)
}

/** Replaces all pairs of a server. */
export const replaceMetadata = defineHook(
  'servers.replaceMetadata',
  ({ cloud }: OperationCall, server: Server, pairs: Pairs): void => {
    server.metadata = pairs
    server.updatedAt = cloud.clock.now()
  },
)

/** Returns the pairs in a body such as `{"metadata": {…}}`. */
function readPairs({ body }: OperationCall): Pairs {
  return metadataPairs(unwrap(body, 'metadata'))
}

/** Returns the handler of a change of the metadata: PUT replaces all pairs; POST adds pairs. */
function change(mode: 'add' | 'replace'): (call: OperationCall) => EmulatorResponse {
  return (call) => {
    const pairs = readPairs(call)
    const server = findServer(call)
    store(call, server, mode === 'replace' ? pairs : { ...server.metadata, ...pairs })
    return ok({ metadata: server.metadata })
  }
}

/** Returns the pair of metadata that the path names. @throws ApiError 404 */
function findItem(call: OperationCall, server: Server): [key: string, value: string] {
  const key = call.param('key')
  const value = Object.hasOwn(server.metadata, key) ? server.metadata[key] : undefined
  if (value === undefined) throw notFound('Metadata item was not found')
  return [key, value]
}

/** Reads a body such as `{"meta": {key: value}}`, which has only the key of the path. */
function setItem(call: OperationCall): EmulatorResponse {
  const meta = unwrap(call.body, 'meta')
  const key = call.param('key')
  const pairs = metadataPairs({ [key]: required(meta, key, 'meta') })
  if (Object.keys(meta).length > 1) throw badRequest('Request body contains too many items')
  const server = findServer(call)
  store(call, server, { ...server.metadata, ...pairs })
  return ok({ meta: pairs })
}

function removeItem(call: OperationCall): EmulatorResponse {
  const server = findServer(call)
  const [key] = findItem(call, server)
  store(call, server, Object.fromEntries(Object.entries(server.metadata).filter(([other]) => other !== key)))
  return noContent
}

const collection = '/servers/:server/metadata'

/** The metadata of a server, as a whole and pair by pair. */
export const metadataOperations: readonly Operation[] = [
  readOperation('servers.metadata', collection, (call) => ({ metadata: findServer(call).metadata })),
  { name: 'servers.metadata.update', method: 'POST', path: collection, handle: change('add') },
  { name: 'servers.metadata.replace', method: 'PUT', path: collection, handle: change('replace') },
  readOperation('servers.metadata.item', `${collection}/:key`, (call) => {
    const [key, value] = findItem(call, findServer(call))
    return { meta: { [key]: value } }
  }),
  { name: 'servers.metadata.set-item', method: 'PUT', path: `${collection}/:key`, handle: setItem },
  { name: 'servers.metadata.delete-item', method: 'DELETE', path: `${collection}/:key`, handle: removeItem },
]
