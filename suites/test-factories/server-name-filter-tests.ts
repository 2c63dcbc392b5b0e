import {
  type ApiResponse,
  assume,
  type ComputeClient,
  isSuccess,
  resolvePointer,
  test,
  verifies,
  verifiesPartly,
} from '#harness'
import { idsIn, type Query } from '../support/pagination.ts'
import { assumeUnchanged, recordIfNoMarker, verifyLeavesOut, verifyLists } from '../support/servers/filtered-list.ts'
import { isFromShow, listEntry, showsListedName } from '../support/servers/server-comparison.ts'
import {
  assumeWellFormed,
  containsServer,
  isListedByName,
  listReader,
  narrowToServers,
  type ServerList,
  serversPointer,
} from '../support/servers/server-list.ts'

/** Defines the tests of the filter by name that both lists of servers have. */
export function describeNameFilter(list: ServerList): void {
  describeWholeName(list)
  describeUnusualName(list)
  describeNamePattern(list)
}

function describeWholeName(list: ServerList): void {
  const { name } = list.requirements

  test('keeps only the servers whose name matches', verifies(name), async ({ given, compute, verify }) => {
    const server = await given.server({ anyStatus: true })
    const read = listReader(compute, list)
    await narrowToServers(read, [server])
    const shown = await compute.call('showServer', { path: { serverId: server.id } })

    await verifyLists(verify(name), read, { name: server.name }, { id: server.id, shown })
    await verifyLeavesOut(verify(name), read, { name: `${server.name}-not` }, server.id)
    // A target that searches in all attributes would find it. An id that is a number, against the document, may be part of the name.
    if (!server.name.includes(server.id)) await verifyLeavesOut(verify(name), read, { name: server.id }, server.id)
  })
}

/** A server, and the response that shows it under its new name. */
interface RenamedServer {
  readonly name: string
  readonly shown: ApiResponse
}

/** Renames a server to the first name that the target accepts and shows. Returns undefined if it rejects or hides all of them. */
async function renameToFirstShown(
  compute: ComputeClient,
  serverId: string,
  names: readonly string[],
): Promise<RenamedServer | undefined> {
  const path = { serverId }
  const show = () => compute.call('showServer', { path })
  for (const name of names) {
    const renamed = await compute.call('updateServer', { path, body: { server: { name } } })
    if (!renamed.isSuccess) continue
    const isRenamed = (shown: ApiResponse) => shown.string('body/server/name') === name
    const { value: shown } = await compute.poll(show, isRenamed, 'propagation', 'servers.update.renames')
    if (isRenamed(shown)) return { name, shown }
  }
  return undefined
}

function describeUnusualName(list: ServerList): void {
  const { name, nameShown } = list.requirements

  test(
    'matches and shows a name with spaces, dots and non-ASCII letters',
    verifiesPartly({ always: [name], whereAvailable: [nameShown] }),
    async ({ given, compute, build, verify, skip }) => {
      const { id } = await given.server({ exclusive: true, anyStatus: true })
      // The document does not say which characters a name may have. None of these has a meaning in a pattern but the dot.
      const base = build.name('Filter')
      const renamed = await renameToFirstShown(compute, id, [`${base} A.b  & 이름`, `${base} a.b 이름`])
      if (renamed === undefined) return skip('The target accepts no server name with spaces and non-ASCII letters.')
      const unusual = renamed.name
      const read = listReader(compute, list)
      await narrowToServers(read, [{ id, name: unusual }])

      await recordIfNoMarker(read, id)
      await verifyLists(verify(name), read, { name: unusual }, { id, shown: renamed.shown })
      const readNamed = () => read({ name: unusual })
      const hasName = typeof resolvePointer(listEntry(await readNamed(), id), 'server/name') === 'string'
      // A server that was read in the list cannot be compared with it.
      if (hasName && isFromShow(renamed.shown))
        await verify.soft(nameShown).eventually(readNamed, showsListedName(id, unusual))
      await verifyLeavesOut(verify(name), read, { name: unusual.replace('이름', '다른') }, id)
      await compute.call('updateServer', { path: { serverId: id }, body: { server: { name: build.name('filtered') } } })
    },
  )
}

/** Regular expressions for a name: those that match it, and those that do not. */
function patternsFor(name: string) {
  // Neither is both a prefix and a suffix of the name.
  const prefix = name.slice(0, Math.ceil(name.length / 2))
  const suffix = name.slice(-4)
  const withClass = `^${prefix.slice(0, -1)}[${prefix.slice(-1)}]+.*`
  const withDot = `^(${prefix.slice(0, -1)}).{1}${name.slice(prefix.length)}_?$`
  return {
    // A target may support only wildcards. Alternatives are not tested: Nova escapes `|` (nova/db/main/api.py, `_safe_regex_mysql`).
    matching: [`^${prefix}.*`, `.*${suffix}$`, `^${name}$`, `${prefix}.*${suffix}`, withClass, withDot],
    nonMatching: [`^${suffix}`, `${prefix}$`, `^${prefix}$`],
    // Matches a part of the name.
    partial: `${suffix}$`,
  }
}

function describeNamePattern(list: ServerList): void {
  const { name, nameRegex } = list.requirements

  test('matches name as a regular expression', verifies(nameRegex), async ({ given, compute, verify }) => {
    const server = await given.server({ anyStatus: true })
    const read = listReader(compute, list)
    const isListed = async (query: Query) => idsIn(await read(query), serversPointer).includes(server.id)
    const shown = await compute.call('showServer', { path: { serverId: server.id } })
    const isKept = await isListedByName(read, server)
    if (!isKept) {
      await assumeUnchanged(compute, shown)
      assumeWellFormed(await read(), list)
    }
    const isLeftOut = !(await isListed({ name: `${server.name}-not` }))
    assume(isKept && isLeftOut, 'The list cannot be filtered by a complete name.', name)
    const { matching, nonMatching, partial } = patternsFor(server.name)

    for (const pattern of matching)
      verify(nameRegex).matches(await read({ name: pattern }), isSuccess, containsServer(server.id))
    for (const pattern of nonMatching) await verifyLeavesOut(verify(nameRegex), read, { name: pattern }, server.id)
    // The document leaves open whether the expression must match the whole name.
    verify(nameRegex).pass((await isListed({ name: partial })) ? 'part' : 'whole')
  })
}
