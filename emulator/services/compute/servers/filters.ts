import { defineHook } from '../../../fault-injection/hooks.ts'
import { parseIsoTime } from '../../../serializers/timestamps.ts'
import { badRequest, forbidden } from '../../../server/errors.ts'
import type { Server } from '../../../state/servers.ts'
import { statusOf } from '../../../transitions/statuses.ts'
import { type OperationCall, policyForbids } from '../../operation.ts'
import { queryValue } from '../../pagination.ts'
import { isPattern, regexMatcher } from '../regex-filter.ts'

export type ServerFilter = (server: Server) => boolean

const every: ServerFilter = () => true

/**
 * Returns the filter that the query of a list describes. Unknown query parameters are ignored.
 * @throws ApiError 400 for a malformed filter, 403 for one that is reserved for administrators.
 */
export function serverFilter(call: OperationCall): ServerFilter {
  if (asksForAllTenants(call)) throw policyForbids('servers:index:get_all_tenants')
  const filters = [
    changesSinceFilter,
    imageFilter,
    flavorFilter,
    nameFilter,
    addressFilter,
    statusFilter,
    reservationFilter,
  ]
  const predicates = filters.map((filter) => filter(call))
  return (server) => predicates.every((predicate) => predicate(server))
}

const yes = ['1', 't', 'true', 'on', 'y', 'yes']
const no = ['0', 'f', 'false', 'off', 'n', 'no']

/**
 * Tells whether the query asks for the servers of all tenants.
 * @throws ApiError 400 for a value that means neither yes nor no.
 */
export const asksForAllTenants = defineHook('servers.asksForAllTenants', ({ query }: OperationCall): boolean => {
  const value = queryValue(query, 'all_tenants')
  if (value === undefined) return false
  const word = value.trim().toLowerCase()
  if (no.includes(word)) return false
  if (value === '' || yes.includes(word)) return true
  throw badRequest(`Unrecognized value of all_tenants: '${value.slice(0, 80)}'`)
})

/**
 * Returns the filter by `changes-since`: changed at the given second or later, deleted servers included; without the
 * parameter, not deleted. Nova stores the time of a change in whole seconds, so whole seconds are compared.
 * @throws ApiError 400
 */
export const changesSinceFilter = defineHook('servers.changesSinceFilter', ({ query }: OperationCall): ServerFilter => {
  const text = queryValue(query, 'changes-since')
  if (text === undefined) return isNotDeleted
  const since = parseIsoTime(text)
  if (since === undefined) throw badRequest('Invalid filter field: changes-since.')
  return ({ updatedAt }) => wholeSeconds(updatedAt) >= since
})

/** Tells whether a server is not a deleted one, which only `changes-since` lists. */
export function isNotDeleted({ vmState }: Server): boolean {
  return vmState !== 'deleted'
}

/** Cuts milliseconds down to whole seconds. */
export function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000
}

export const imageFilter = defineHook('servers.imageFilter', ({ query }: OperationCall): ServerFilter => {
  const id = queryValue(query, 'image')
  return id === undefined ? every : ({ imageId }) => imageId === id
})

export const flavorFilter = defineHook('servers.flavorFilter', ({ query }: OperationCall): ServerFilter => {
  const id = queryValue(query, 'flavor')
  return id === undefined ? every : ({ flavor }) => flavor.id === id
})

/** Returns the filter by the servers of one create request. */
export const reservationFilter = defineHook('servers.reservationFilter', ({ query }: OperationCall): ServerFilter => {
  const id = queryValue(query, 'reservation_id')
  return id === undefined ? every : ({ reservationId }) => reservationId === id
})

/**
 * Returns the filter by any part of the name, in either case, as MySQL's REGEXP with its default collation. @throws
 * ApiError 400
 */
export const nameFilter = defineHook('servers.nameFilter', ({ cloud, query, user }: OperationCall): ServerFilter => {
  const pattern = queryValue(query, 'name')
  if (pattern === undefined) return every
  const servers = cloud.servers.of(user.tenant.id)
  const matches = regexMatcher('name', pattern, () => servers.map(({ name }) => name))
  return ({ name }) => matches(name)
})

/** Filters by the beginning of any address of the server. The document does not describe this filter; Nova has it. */
function addressFilter({ cloud, query, user }: OperationCall): ServerFilter {
  const pattern = queryValue(query, 'ip')
  if (pattern === undefined) return every
  // The database compares names and rejects an invalid pattern; Nova compares addresses and then finds nothing.
  if (!isPattern(pattern)) return () => false
  const addressesOf = (server: Server) =>
    server.hasAddresses ? cloud.networking.ports.of(server.id).map(({ address }) => address) : []
  const matches = regexMatcher('ip', `^(?:${pattern})`, () => cloud.servers.of(user.tenant.id).flatMap(addressesOf))
  return (server) => addressesOf(server).some(matches)
}

/** Returns the filter by status, in either case; an unknown status matches nothing. @throws ApiError 403 */
export const statusFilter = defineHook('servers.statusFilter', ({ query }: OperationCall): ServerFilter => {
  const statuses = query.getAll('status').map((status) => status.toUpperCase())
  if (statuses.length === 0) return every
  if (statuses.includes('DELETED')) throw forbidden('Only administrators may list deleted instances')
  return (server) => statuses.includes(statusOf(server))
})
