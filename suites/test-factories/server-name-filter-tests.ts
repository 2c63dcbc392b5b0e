import { type ApiResponse, assume, isSuccess, resolvePointer, test, verifies, verifiesPartly } from '#harness'
import { idsIn, type Query } from '../support/pagination.ts'
import { assumeUnchanged, recordIfNoMarker, verifyLeavesOut, verifyLists } from '../support/servers/filtered-list.ts'
import { listEntry, showsListedName } from '../support/servers/server-comparison.ts'
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
  const { name, nameShown, nameRegex } = list.requirements

  test('keeps only the servers whose name matches', verifies(name), async ({ given, compute, verify }) => {
    const server = await given.server({ anyStatus: true })
    const read = listReader(compute, list)
    await narrowToServers(read, [server])
    const shown = await compute.call('showServer', { path: { serverId: server.id } })

    await verifyLists(verify(name), read, { name: server.name }, server.id, shown)
    await verifyLeavesOut(verify(name), read, { name: `${server.name}-not` }, server.id)
    // A target that searches in all attributes would find it. An id that is a number, against the document, may be part of the name.
    if (!server.name.includes(server.id)) await verifyLeavesOut(verify(name), read, { name: server.id }, server.id)
  })

  test(
    'matches and shows a name with spaces, dots and non-ASCII letters',
    verifiesPartly({ always: [name], whereAvailable: [nameShown] }),
    async ({ given, compute, build, verify, skip }) => {
      const { id } = await given.server({ exclusive: true, anyStatus: true })
      const path = { serverId: id }
      const rename = (to: string) => compute.call('updateServer', { path, body: { server: { name: to } } })
      const show = () => compute.call('showServer', { path })
      const nameOf = (shown: ApiResponse | undefined) => shown?.string('body/server/name')
      const renameTo = async (to: string) => {
        if (!(await rename(to)).isSuccess) return undefined
        const isRenamed = (shown: ApiResponse) => nameOf(shown) === to
        return (await compute.poll(show, isRenamed, 'propagation', 'servers.update.renames')).value
      }
      // The document does not say which characters a name may have. None of these has a meaning in a pattern but the dot.
      const base = build.name('Filter')
      const names = [`${base} A.b  & 이름`, `${base} a.b 이름`]
      let special = ''
      let renamed: ApiResponse | undefined
      for (const to of names) {
        if (special !== '') break
        renamed = await renameTo(to)
        if (nameOf(renamed) === to) special = to
      }
      if (renamed === undefined || special === '')
        return skip('The target accepts no server name with spaces and non-ASCII letters.')
      const read = listReader(compute, list)
      await narrowToServers(read, [{ id, name: special }])

      await recordIfNoMarker(read, id)
      await verifyLists(verify(name), read, { name: special }, id, renamed)
      const readNamed = () => read({ name: special })
      if (typeof resolvePointer(listEntry(await readNamed(), id), 'server/name') === 'string')
        await verify.soft(nameShown).eventually(readNamed, showsListedName(id, special))
      await verifyLeavesOut(verify(name), read, { name: special.replace('이름', '다른') }, id)
      await rename(build.name('filtered'))
    },
  )

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
    // Neither is both a prefix and a suffix of the name.
    const prefix = server.name.slice(0, Math.ceil(server.name.length / 2))
    const suffix = server.name.slice(-4)

    // A target may support only wildcards. Alternatives are not tested: Nova escapes `|` (nova/db/main/api.py, `_safe_regex_mysql`).
    const withClass = `^${prefix.slice(0, -1)}[${prefix.slice(-1)}].*`
    for (const pattern of [`^${prefix}.*`, `.*${suffix}$`, `^${server.name}$`, `${prefix}.*${suffix}`, withClass])
      verify(nameRegex).matches(await read({ name: pattern }), isSuccess, containsServer(server.id))
    for (const pattern of [`^${suffix}`, `${prefix}$`, `^${prefix}$`])
      await verifyLeavesOut(verify(nameRegex), read, { name: pattern }, server.id)
    // The document leaves open whether the expression must match the whole name.
    verify(nameRegex).pass((await isListed({ name: `${suffix}$` })) ? 'part' : 'whole')
  })
}
