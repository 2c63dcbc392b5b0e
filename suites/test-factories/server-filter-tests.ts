import { type ApiResponse, allOf, assume, hasLengthAtMost, isSuccess, test, verifies } from '#harness'
import type { RequirementId, TargetSettings } from '#model'
import { idsIn, type Query } from '../support/pagination.ts'
import type { ServerContext } from '../support/preferred-server.ts'
import {
  assumeUnchanged,
  excludesServerOrIsRejected,
  verifyLeavesOut,
  verifyLists,
} from '../support/servers/filtered-list.ts'
import { badQueries, dayMs, examplePairs, flavorIdsOf, serverFilters } from '../support/servers/server-filters.ts'
import {
  assumeWellFormed,
  containsServer,
  listReader,
  narrowToServers,
  type ServerList,
  serversPointer,
} from '../support/servers/server-list.ts'
import { describeNameFilter } from './server-name-filter-tests.ts'
import { describeStoppedServer } from './stopped-server-filter-tests.ts'

/** Defines the tests of the filters that both lists of servers have. */
export function describeFilters(list: ServerList): void {
  describeEachFilter(list)
  describeCombinedFilters(list)
  describeFilterPairs(list)
  describeLimitBesideFilters(list)
  describeChangesSinceForm(list)
  describeStoppedServer(list)
  describeNameFilter(list)
  describeBadQueries(list)
}

/** Returns a server and its showServer response. For the filter by image, the server has a local disk if one on a volume shows no image. */
async function serverForFilter({ given, compute }: ServerContext, requirement: keyof ServerList['requirements']) {
  const show = (id: string) => compute.call('showServer', { path: { serverId: id } })
  const server = await given.server({ originalFlavor: true, anyStatus: true })
  const shown = await show(server.id)
  const showsImage = shown.at('body/server/image/id') !== undefined
  if (requirement !== 'image' || showsImage || compute.run.settings.resources.localFlavor === undefined)
    return { server, shown }
  const local = await given.server({ kind: 'local' })
  return { server: local, shown: await show(local.id) }
}

function describeEachFilter(list: ServerList): void {
  for (const { requirement, title, examples } of serverFilters) {
    const id = list.requirements[requirement]

    test(title, verifies(id), async ({ given, compute, target, verify }) => {
      const { server, shown } = await serverForFilter({ given, compute }, requirement)
      const flavorIds = await flavorIdsOf(compute)
      const { matching, nonMatching, invalid } = examples(shown, target, flavorIds)
      const read = listReader(compute, list)
      const narrow = await narrowToServers(read, [server])

      const [match, other] = [matching[0], nonMatching[0]]
      for (const query of matching)
        await verifyLists(verify(id), read, { ...narrow, ...query }, { id: server.id, shown })
      for (const query of nonMatching) await verifyLeavesOut(verify(id), read, { ...narrow, ...query }, server.id)
      for (const query of invalid)
        verify(id).matches(await read({ ...narrow, ...query }), excludesServerOrIsRejected(server.id))
      // The same without other parameters: a target may apply a parameter only together with others.
      if (match) await verifyLists(verify(id), read, match, { id: server.id, shown })
      if (other) await verifyLeavesOut(verify(id), read, other, server.id)
    })
  }
}

/** Returns a server, and the filters for which it shows enough, each with a query that finds it and one that does not. */
async function serverForAllFilters({ given, compute }: ServerContext, list: ServerList, target: TargetSettings) {
  const server = await given.server({ originalFlavor: true, anyStatus: true })
  const shown = await compute.call('showServer', { path: { serverId: server.id } })
  const flavorIds = await flavorIdsOf(compute)
  const filters = examplePairs(list, shown, target, flavorIds)
  return { server, shown, filters, read: listReader(compute, list) }
}

function describeCombinedFilters(list: ServerList): void {
  test(
    'applies all filters of a query',
    verifies(...serverFilters.map(({ requirement }) => list.requirements[requirement])),
    async ({ given, compute, target, verify, skip }) => {
      const { server, shown, filters, read } = await serverForAllFilters({ given, compute }, list, target)
      const narrow = await narrowToServers(read, [server])
      const allFilters = (except?: string): Query =>
        Object.assign({}, narrow, ...filters.filter(({ id }) => id !== except).map(({ matching }) => matching))
      const isListed = (response: ApiResponse) => idsIn(response, serversPointer).includes(server.id)

      /** Returns the filters without which the server is listed; if none, the first one with which it is no longer listed. */
      const findResponsibleFilters = async (): Promise<readonly RequirementId[]> => {
        const responsible: RequirementId[] = []
        for (const { id } of filters) if (isListed(await read(allFilters(id)))) responsible.push(id)
        if (responsible.length > 0) return responsible
        let query: Query = narrow
        for (const { id, matching } of filters) {
          query = { ...query, ...matching }
          if (!isListed(await read(query))) return [id]
        }
        return []
      }
      const key = `filters of ${list.operation}`
      const { value: filtered } = await compute.poll(() => read(allFilters()), isListed, 'propagation', key)
      if (!isListed(filtered)) await assumeUnchanged(compute, shown)
      const responsible = isListed(filtered) ? [] : await findResponsibleFilters()
      for (const { id, matching, nonMatching } of filters) {
        if (responsible.includes(id)) verify.soft(id).matches(filtered, isSuccess, containsServer(server.id))
        // A filter cannot leave out anything of an empty list.
        else if (isListed(filtered)) {
          const readOthers = () => read({ ...allFilters(), ...matching, ...nonMatching })
          await verify.soft(id).eventually(readOthers, excludesServerOrIsRejected(server.id))
        }
      }
      assume(isListed(filtered), 'The list leaves out the server.', responsible[0] ?? list.requirements.answers)
      if (filters.length < serverFilters.length) skip('The server does not show enough for every filter.')
    },
  )
}

function describeFilterPairs(list: ServerList): void {
  test(
    'applies a filter together with any other parameter',
    verifies(...serverFilters.map(({ requirement }) => list.requirements[requirement])),
    async ({ given, compute, target, verify, skip }) => {
      const { server, filters, read } = await serverForAllFilters({ given, compute }, list, target)
      // The list must contain the server without a filter.
      await narrowToServers(read, [server])
      const leavesOut = excludesServerOrIsRejected(server.id)
      if (target.edition !== '2020-03')
        for (const { matching } of filters) {
          const response = await read({ ...matching, reservation_id: 'r-unknown0' })
          const mismatch = leavesOut(response)
          if (mismatch) compute.recordViolation(list.requirements.reservationId, response, mismatch)
        }
      for (const { id, nonMatching } of filters) {
        const others = [...filters.filter((filter) => filter.id !== id).map(({ matching }) => matching), { limit: 50 }]
        for (const query of others) {
          const response = await verify.soft(id).eventually(() => read({ ...query, ...nonMatching }), leavesOut)
          // One pair proves the violation; polling for every other one would only take time.
          if (leavesOut(response) !== undefined) break
        }
      }
      if (filters.length < serverFilters.length) skip('The server does not show enough for every filter.')
    },
  )
}

/** Defines the test of a limit with each filter, which selects other servers of the run as well. */
function describeLimitBesideFilters(list: ServerList): void {
  const { limit } = list.requirements

  test('applies limit together with a filter', verifies(limit), async ({ given, compute, target, verify, skip }) => {
    const { server, filters, read } = await serverForAllFilters({ given, compute }, list, target)
    await narrowToServers(read, [server])
    for (const { matching } of filters) {
      const page = await read({ ...matching, limit: 1 })
      // The requirement of the filter covers one that is rejected without limit, too.
      if (!page.isSuccess && !(await read(matching)).isSuccess) continue
      if (page.isSuccess) assumeWellFormed(page, list)
      verify.soft(limit).matches(page, isSuccess, hasLengthAtMost(serversPointer, 1))
    }
    if (filters.length < serverFilters.length) skip('The server does not show enough for every filter.')
  })
}

function describeChangesSinceForm(list: ServerList): void {
  const { changesSinceForm, changesSince } = list.requirements

  test('accepts changes-since without a time zone', verifies(changesSinceForm), async ({ given, compute, verify }) => {
    const server = await given.server({ anyStatus: true })
    const shown = await compute.call('showServer', { path: { serverId: server.id } })
    const updated = Date.parse(shown.string('body/server/updated') ?? '')
    assume(!Number.isNaN(updated), 'The server does not show the time of its last change.', 'servers.updated')
    const read = listReader(compute, list)
    const narrow = await narrowToServers(read, [server])
    const since = (ms: number) => ({ ...narrow, 'changes-since': new Date(ms).toISOString().slice(0, 19) })
    /** Whether the list for a time with its zone has the server. */
    const hasSince = async (ms: number) => {
      const { 'changes-since': time, ...others } = since(ms)
      return idsIn(await read({ ...others, 'changes-since': `${time}Z` }), serversPointer).includes(server.id)
    }
    const isFiltered = (await hasSince(updated - dayMs)) && !(await hasSince(updated + 2 * dayMs))
    assume(isFiltered, 'The list cannot be filtered by changes-since.', changesSince)

    await verify(changesSinceForm).eventually(
      () => read(since(updated - dayMs)),
      allOf(isSuccess, containsServer(server.id)),
    )
    await verifyLeavesOut(verify(changesSinceForm), read, since(updated + 2 * dayMs), server.id)
  })
}

function describeBadQueries(list: ServerList): void {
  const { badQuery } = list.requirements

  test('rejects query parameters with invalid values', verifies(badQuery), async ({ compute, verify }) => {
    const read = listReader(compute, list)
    for (const query of badQueries) verify.soft(badQuery).hasListedStatus(await read(query))
    // The document does not say what an empty value means, so both success and rejection are accepted.
    const emptyValues = await read({ limit: '', status: '', name: '' })
    if (!emptyValues.isSuccess) verify.soft(badQuery).isRejected(emptyValues)
  })
}
