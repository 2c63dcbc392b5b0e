import type { Listing } from '../../../faults/index.ts'
import { parseIsoTime } from '../../../serializers/timestamps.ts'
import { badRequest, forbidden } from '../../../server/errors.ts'
import type { Server } from '../../../state/servers.ts'
import { statusOf } from '../../../transitions/statuses.ts'
import { type OperationCall, policyForbids } from '../../operation.ts'
import { queryValue } from '../../pagination.ts'
import { isPattern, regexMatcher } from '../regex-filter.ts'

type Predicate = (server: Server) => boolean

/**
 * Which servers the query of a list asks for. Query parameters that are not known are ignored.
 * @throws ApiError 400 for a malformed filter, 403 for what only administrators may ask.
 */
export function serverFilter(call: OperationCall, listing: Listing): Predicate {
  const { query } = call
  if (wantsAllTenants(query)) throw policyForbids('servers:index:get_all_tenants')
  const predicates = [byChange, byImage, byFlavor, byName, byAddress, byStatus].map((filter) => filter(call, listing))
  return (server) => predicates.every((predicate) => predicate(server))
}

const yes = ['1', 't', 'true', 'on', 'y', 'yes']
const no = ['0', 'f', 'false', 'off', 'n', 'no']

/** @throws ApiError 400 for what says neither yes nor no. */
function wantsAllTenants(query: URLSearchParams): boolean {
  const written = queryValue(query, 'all_tenants')
  if (written === undefined) return false
  const word = written.trim().toLowerCase()
  if (no.includes(word)) return false
  if (written === '' || yes.includes(word)) return true
  throw badRequest(`Unrecognized value of all_tenants: '${written.slice(0, 80)}'`)
}

/**
 * Changed at the given second or later; deleted servers are part of this answer, and of no other. Nova keeps the time of
 * a change in whole seconds, so that is what is compared.
 */
function byChange({ cloud, query }: OperationCall, listing: Listing): Predicate {
  const isAlive: Predicate = (server) => server.vmState !== 'deleted'
  const isOfCreation = cloud.faults.has(`servers-${listing}-changes-since-created`)
  const text = queryValue(query, 'changes-since')
  if (text === undefined) return isAlive
  const since = parseIsoTime(text)
  if (since === undefined && cloud.faults.has(`servers-${listing}-bad-query-accepted`)) return isAlive
  if (since === undefined) throw badRequest('Invalid filter field: changes-since.')
  if (cloud.faults.has(`servers-${listing}-changes-since-ignored`)) return isAlive
  return (server) => Math.floor((isOfCreation ? server.createdAt : server.updatedAt) / 1000) * 1000 >= since
}

function byImage({ cloud, query }: OperationCall, listing: Listing): Predicate {
  const wanted = queryValue(query, 'image')
  if (wanted === undefined || cloud.faults.has(`servers-${listing}-image-ignored`)) return () => true
  if (cloud.images.has(wanted) && cloud.faults.has(`servers-${listing}-image-of-any`)) return () => true
  return (server) => server.imageId === wanted
}

function byFlavor({ cloud, query }: OperationCall, listing: Listing): Predicate {
  const wanted = queryValue(query, 'flavor')
  if (wanted === undefined || cloud.faults.has(`servers-${listing}-flavor-ignored`)) return () => true
  if (query.has('status') && cloud.faults.has(`servers-${listing}-flavor-lost-beside-status`)) return () => true
  const isStale = cloud.faults.has(`servers-${listing}-flavor-after-resize-unfound`)
  return (server) =>
    server.flavor.id === wanted && !(isStale && server.history.some(({ action }) => action === 'resize'))
}

/** Any part of the name, in either case: MySQL's REGEXP with its default collation. */
function byName({ cloud, query, user }: OperationCall, listing: Listing): Predicate {
  const wanted = queryValue(query, 'name')
  if (wanted === undefined || cloud.faults.has(`servers-${listing}-name-ignored`)) return () => true
  if (cloud.faults.has(`servers-${listing}-name-literal`)) return (server) => server.name === wanted
  const servers = cloud.servers.of(user.tenant.id)
  const matches = regexMatcher('name', wanted, () => servers.map(({ name }) => name))
  return ({ name }) => matches(name)
}

/** The beginning of any address of the server. The document does not speak of this filter, Nova has it all the same. */
function byAddress({ cloud, query, user }: OperationCall): Predicate {
  const wanted = queryValue(query, 'ip')
  if (wanted === undefined) return () => true
  // Names are compared by the database, which refuses what is no pattern; addresses by Nova, which finds nothing then.
  if (!isPattern(wanted)) return () => false
  const addressesOf = (server: Server) =>
    server.hasAddresses ? cloud.networking.ports.of(server.id).map(({ address }) => address) : []
  const matches = regexMatcher('ip', `^(?:${wanted})`, () => cloud.servers.of(user.tenant.id).flatMap(addressesOf))
  return (server) => addressesOf(server).some(matches)
}

/** In either case; a status that does not exist matches nothing. */
function byStatus({ cloud, query }: OperationCall, listing: Listing): Predicate {
  const wanted = query.getAll('status').map((status) => status.toUpperCase())
  if (wanted.length === 0 || cloud.faults.has(`servers-${listing}-status-ignored`)) return () => true
  if (wanted.includes('DELETED')) throw forbidden('Only administrators may list deleted instances')
  const isPausedActive = cloud.faults.has(`servers-${listing}-status-paused-active`)
  return (server) =>
    wanted.includes(isPausedActive && server.vmState === 'paused' ? 'ACTIVE' : statusOf(server)) ||
    (isPausedActive && wanted.includes(statusOf(server)))
}
