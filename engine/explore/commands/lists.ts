/** Lists with a filter that has the value of one of the servers. */
import { type ApiResponse, resolvePointer } from '#harness/core'
import type { RequirementId } from '#model'
import { eventually } from '../checks/eventually.ts'
import type { KnownServer } from '../model.ts'
import type { StepAction } from '../steps.ts'
import { type Command, legal } from './command.ts'

type Filter = 'name' | 'status' | 'flavor'

/** The value that a step lists servers with → the parameter of the list. */
const filters: ReadonlyMap<string, Filter> = new Map([
  ['name', 'name'],
  ['status', 'status'],
  ['flavor', 'flavor'],
  ['former name', 'name'],
])

interface FilteredList {
  readonly action: StepAction
  readonly operation: 'listServers' | 'listServersDetail'
  readonly requirements: Readonly<Record<Filter, RequirementId>>
}

/**
 * Returns the value that a step lists servers with. SHUTOFF may be called STOPPED, so only ACTIVE is searched for. A former name finds no
 * server, unless another has it now.
 */
function filteredValue(server: KnownServer, key: string): string | undefined {
  const filter = filters.get(key)
  if (filter === undefined || server.unclear.has(filter)) return undefined
  if (key === 'former name') return server.formerName
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
    model.alive.flatMap(({ number }) => [...filters.keys()].map((key) => ({ action, server: number, key }) as const)),
  rule(model, { server, key = '' }) {
    const known = model.aliveServer(server)
    return known && filteredValue(known, key) !== undefined ? legal : undefined
  },
  async perform(context, { server, key = '' }) {
    const known = context.model.aliveServer(server)
    const value = known && filteredValue(known, key)
    const filter = filters.get(key)
    if (value === undefined || filter === undefined) return 'rejected'
    const { alive } = context.model
    let isRejected = false
    await eventually(
      context,
      `${operation} ${filter}`,
      () => context.compute.call(operation, { query: { [filter]: value } }),
      (response) => {
        isRejected = !response.isSuccess
        const wrong = isRejected ? undefined : wrongServer(alive, response, filter, value)
        if (!wrong) return []
        const { id } = wrong.server
        const expected = wrong.isExpected ? `${id} among the elements` : `no ${id}`
        const message = `The list with ${filter}=${value} does not have exactly the servers with that ${filter}.`
        const actual = wrong.isListed ? `${id} in the list` : `a list without ${id}`
        return [{ requirement: requirements[filter], mismatch: { message, at: 'body/servers', expected, actual } }]
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
