/**
 * GET /servers/{serverId}: created, updated and launched_at.
 */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  assumeSuccess,
  describe,
  hasValue,
  hasValueMatching,
  isSuccess,
  test,
  verifies,
} from '#harness'
import { assumeNotInFuture } from '../support/servers/server-filters.ts'
import { bothLists, containsServer, listReader, narrowToServers } from '../support/servers/server-list.ts'
import { assumeUpdated, changeUntil, formatTime, isUpdatedAfter, parseTime } from '../support/servers/updated-time.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs

describe('GET /servers/{serverId}, times', () => {
  test(
    'shows the launch time of an ACTIVE server',
    verifies('servers.launched-at.set'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const show = () => compute.call('showServer', { path: { serverId: server.id } })
      const shown = await show()

      const pointer = 'body/server/OS-SRV-USG:launched_at'
      const launchedAt = shown.at(pointer)
      assume(launchedAt === null || typeof launchedAt === 'string', 'launched_at is not a time.', 'servers.launched-at')
      const created = assumeDefined(
        shown.string('body/server/created'),
        'The server shows no creation time.',
        'servers.created',
      )
      // Both are UTC, with or without the suffix Z.
      const parseUtc = (text: unknown) =>
        typeof text === 'string' ? parseTime(`${text.replace(/Z$/, '')}Z`) : undefined
      const createdMs = assumeDefined(parseUtc(created), 'The creation time is not a time.', 'servers.created')
      // The clocks of two machines may have been used, and differ.
      const isAfterCreation = hasValueMatching(pointer, `a time not before ${created}`, (value) => {
        return (parseUtc(value) ?? Number.NaN) >= createdMs - minuteMs
      })
      await verify('servers.launched-at.set').eventually(show, isAfterCreation)
    },
  )

  test(
    'advances updated with a change, never sets it back, and keeps created',
    verifies(
      'servers.updated-moves',
      'servers.created-constant',
      'servers.list.changes-since',
      'servers.detail.changes-since',
    ),
    async ({ given, compute, build, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true, anyStatus: true, isLong: true })
      const path = { serverId }
      const updatedTimes: number[] = []
      const show = async () => {
        const shown = await compute.call('showServer', { path })
        updatedTimes.push(assumeUpdated(shown))
        return shown
      }
      const before = await show()
      const renameAndShow = async () => {
        const name = build.name('updated')
        const renamed = await compute.call('updateServer', { path, body: { server: { name } } })
        assumeSuccess(renamed, 'The server cannot be renamed.', 'servers.update.renames')
        const isRenamed = (read: ApiResponse) => read.at('body/server/name') === name
        const { value: shown, isDone } = await compute.poll(show, isRenamed, 'propagation', 'servers.update.renames')
        assume(isDone, 'The server cannot be renamed.', 'servers.update.renames')
        return shown
      }

      const firstUpdated = updatedTimes[0] ?? 0
      const isChanged = isUpdatedAfter(firstUpdated)
      const renameLater = () => changeUntil(compute, renameAndShow, (shown) => isChanged(shown) === undefined)
      const after = await verify.soft('servers.updated-moves').eventually(renameLater, isChanged)
      const hasSameCreated = hasValue('body/server/created', before.at('body/server/created'))
      verify.soft('servers.created-constant').matches(after, hasSameCreated)
      const hasStepBack = updatedTimes.some((time, index) => time < (updatedTimes[index - 1] ?? time))
      verify('servers.updated-moves').holds(!hasStepBack, await show(), {
        message: 'updated was set back.',
        at: 'body/server/updated',
        expected: 'times that never decrease',
        actual: updatedTimes.map(formatTime).join(', '),
      })
      const created = assumeDefined(
        parseTime(before.string('body/server/created') ?? ''),
        'The server shows no creation time.',
        'servers.created',
      )
      // The clocks of two machines may have been used, and differ.
      verify('servers.updated-moves').holds(firstUpdated >= created - minuteMs, before, {
        message: 'The server shows a change before its creation.',
        at: 'body/server/updated',
        expected: `a time not before ${formatTime(created)}`,
        actual: formatTime(firstUpdated),
      })
      verify.complete('servers.updated-moves', 'servers.created-constant')

      // A time between creation and last change: a list that compares with the creation time leaves out the server.
      const isLater = (shown: ApiResponse) => isUpdatedAfter(created + secondMs)(shown) === undefined
      const renameUntilLater = () => changeUntil(compute, renameAndShow, isLater)
      const last = isLater(after)
        ? after
        : (await compute.poll(renameUntilLater, isLater, 'propagation', 'a later change')).value
      assume(isLater(last), 'The server shows no change after its creation.', 'servers.updated-moves')
      assumeNotInFuture(last, updatedTimes.at(-1) ?? firstUpdated)
      const since = formatTime((updatedTimes.at(-1) ?? firstUpdated) - secondMs).replace('.000', '')
      const name = assumeDefined(last.string('body/server/name'), 'The server shows no name.', 'servers.name')
      for (const list of bothLists) {
        const read = listReader(compute, list)
        const narrow = await narrowToServers(read, [{ id: serverId, name }])
        const readChanged = () => read({ ...narrow, 'changes-since': since })
        await verify(list.requirements.changesSince).eventually(readChanged, allOf(isSuccess, containsServer(serverId)))
        verify.complete(list.requirements.changesSince)
      }
    },
  )
})
