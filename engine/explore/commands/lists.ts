/** Lists with a filter that has the value of one of the servers. */
import { type ApiResponse, resolvePointer } from '#harness/core'
import type { RequirementId } from '#model'
import { eventually } from '../checks/eventually.ts'
import type { KnownServer } from '../model.ts'
import type { StepAction } from '../steps.ts'
import { type Command, legal } from './command.ts'

const filters = ['name', 'status', 'flavor'] as const
type Filter = (typeof filters)[number]

interface FilteredList {
  readonly action: StepAction
  readonly operation: 'listServers' | 'listServersDetail'
  readonly requirements: Readonly<Record<Filter, RequirementId>>
}

const isFilter = (key: string): key is Filter => filters.some((filter) => filter === key)

/** Returns the value of a filter that finds a server. SHUTOFF may be called STOPPED, so only ACTIVE is searched for. */
function filteredValue(server: KnownServer, filter: Filter): string | undefined {
  if (server.unclear.has(filter)) return undefined
  if (filter === 'status') return server.status === 'ACTIVE' ? server.status : undefined
  return server[filter]
}

/**
 * Tells whether the filter finds a server; undefined where that is unclear, and for a part of its name, which a target
 * need not find.
 */
function isMatch(server: KnownServer, filter: Filter, value: string): boolean | undefined {
  if (server.unclear.has(filter)) return undefined
  if (server[filter] === value) return true
  return filter === 'name' && server.name.includes(value) ? undefined : false
}

/** Returns the first server that the list should have and has not, or has and should not. */
function wrongServer(servers: readonly KnownServer[], response: ApiResponse, filter: Filter, value: string) {
  const ids = response.array('body/servers').map((element) => resolvePointer(element, 'item/id'))
  const isPage = response.at('body/servers_links') !== undefined
  return servers
    .map((server) => ({ server, isExpected: isMatch(server, filter, value), isListed: ids.includes(server.id) }))
    .find(({ isExpected, isListed }) => isExpected !== undefined && isExpected !== isListed && !(isPage && isExpected))
}

const listCommand = ({ action, operation, requirements }: FilteredList): Command => ({
  action,
  isReading: true,
  propose: (model) =>
    model.alive.flatMap(({ number }) => filters.map((key) => ({ action, server: number, key }) as const)),
  rule(model, { server, key = '' }) {
    const known = model.aliveServer(server)
    return known && isFilter(key) && filteredValue(known, key) !== undefined ? legal : undefined
  },
  async perform(context, { server, key = '' }) {
    const known = context.model.aliveServer(server)
    const value = known && isFilter(key) ? filteredValue(known, key) : undefined
    if (value === undefined || !isFilter(key)) return 'rejected'
    const { alive } = context.model
    let isRejected = false
    await eventually(
      context,
      `${operation} ${key}`,
      () => context.compute.call(operation, { query: { [key]: value } }),
      (response) => {
        isRejected = !response.isSuccess
        const wrong = isRejected ? undefined : wrongServer(alive, response, key, value)
        if (!wrong) return []
        const { id } = wrong.server
        const expected = wrong.isExpected ? `${id} among the elements` : `no ${id}`
        const message = `The list with ${key}=${value} does not have exactly the servers with that ${key}.`
        const actual = wrong.isListed ? `${id} in the list` : `a list without ${id}`
        return [{ requirement: requirements[key], mismatch: { message, at: 'body/servers', expected, actual } }]
      },
    )
    return isRejected ? 'rejected' : 'accepted'
  },
})

export const listCommands: readonly Command[] = [
  listCommand({
    action: 'list',
    operation: 'listServers',
    requirements: { name: 'servers.list.name', status: 'servers.list.status', flavor: 'servers.list.flavor' },
  }),
  listCommand({
    action: 'list-detail',
    operation: 'listServersDetail',
    requirements: { name: 'servers.detail.name', status: 'servers.detail.status', flavor: 'servers.detail.flavor' },
  }),
]
