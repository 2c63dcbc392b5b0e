/**
 * GET /servers/{serverId}: what a client may rely on when it reads the times of a server.
 */
import {
  assume,
  assumeDefined,
  containsItem,
  describe,
  hasValue,
  hasValueMatching,
  isSuccess,
  type Matcher,
  test,
  verifies,
} from '#harness'
import { pollUntilSettled } from '../support/polling.ts'
import { detailedList, narrowQuery, plainList, reader, servers } from '../support/server-list.ts'

const second = 1_000
const minute = 60 * second
/** Long enough for two changes in different seconds, and for one more. */
const threeTicks = 4 * second

/** Milliseconds, or undefined for what is no time: its form is judged elsewhere. */
const timeOf = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

const laterThan = (time: number): Matcher =>
  hasValueMatching(
    'body/server/updated',
    `a time after ${new Date(time).toISOString()}`,
    (value) => Date.parse(String(value)) > time,
  )

describe('GET /servers/{serverId}, times', () => {
  test(
    'shows when an active server was launched',
    verifies('servers.launched-at.set'),
    async ({ given, compute, verify }) => {
      const server = await given.server()

      const response = await compute.call('showServer', { path: { serverId: server.id } })

      const pointer = 'body/server/OS-SRV-USG:launched_at'
      const value = response.at(pointer)
      assume(value === null || typeof value === 'string', 'launched_at is no time.')
      const created = assumeDefined(response.string('body/server/created'), 'The server shows no time of creation.')
      // Both are in UTC, whether they say so or not.
      const time = (text: unknown) => timeOf(`${String(text).replace(/Z$/, '')}Z`)
      const from = assumeDefined(time(created), 'The time of creation is no time.')
      verify('servers.launched-at.set').matches(
        response,
        hasValueMatching(pointer, `a time from ${created} on`, (launched) => (time(launched) ?? Number.NaN) >= from),
      )
    },
  )

  test(
    'moves the time of the last change with a change, never back, and leaves the time of creation alone',
    verifies(
      'servers.updated-moves',
      'servers.created-constant',
      'servers.list.changes-since',
      'servers.detail.changes-since',
    ),
    async ({ given, compute, build, timeouts, verify }) => {
      const { id: serverId } = await given.server({ exclusive: true })
      const path = { serverId }
      const times: number[] = []
      const show = async () => {
        const response = await compute.call('showServer', { path })
        const updated = timeOf(
          assumeDefined(response.string('body/server/updated'), 'The server shows no time of change.'),
        )
        times.push(assumeDefined(updated, 'The time of change is no time.'))
        return response
      }
      const before = await show()
      // Times are in whole seconds: a change within the second of the one before does not show yet, the next one does.
      const change = async () => {
        const name = build.name('moved')
        await compute.call('updateServer', { path, body: { server: { name } } })
        const response = await show()
        assume(response.at('body/server/name') === name, 'The server could not be changed.')
        return response
      }

      const first = times[0] ?? 0
      const after = await verify
        .soft('servers.updated-moves')
        .eventually(change, laterThan(first), Math.max(timeouts.propagation, threeTicks))
      verify
        .soft('servers.created-constant')
        .matches(after, hasValue('body/server/created', before.at('body/server/created')))
      const stepBack = times.findIndex((time, index) => time < (times[index - 1] ?? time))
      verify('servers.updated-moves').holds(stepBack < 0, await show(), {
        message: 'The time of the last change went back.',
        at: 'body/server/updated',
        expected: 'times that never decrease',
        actual: times.map((time) => new Date(time).toISOString()).join(', '),
      })
      const created = assumeDefined(
        timeOf(String(before.at('body/server/created'))),
        'The server shows no time of creation.',
      )
      // Two machines may have written the two times, and their clocks need not agree to the second.
      verify('servers.updated-moves').holds(first >= created - minute, before, {
        message: 'The server was changed before it was made.',
        at: 'body/server/updated',
        expected: `a time from ${new Date(created).toISOString()} on`,
        actual: new Date(first).toISOString(),
      })

      // Between its creation and its last change: whoever looks at the wrong one of them leaves it out.
      const isRipe = laterThan(created + second)
      const last =
        isRipe(after) === undefined ? after : await pollUntilSettled(change, (seen) => !isRipe(seen), threeTicks)
      assume(!isRipe(last), 'The server shows no change after its creation.')
      const since = new Date((times.at(-1) ?? first) - second).toISOString().replace('.000', '')
      for (const list of [plainList, detailedList]) {
        const name = String(last.at('body/server/name'))
        const read = reader(compute, list)
        const bound = await narrowQuery(read, [{ id: serverId, name }])
        const response = await read({ ...bound, 'changes-since': since })
        const assertion =
          list.part === 'list' ? verify('servers.list.changes-since') : verify('servers.detail.changes-since')
        assertion.matches(response, isSuccess, containsItem(servers, 'id', serverId))
      }
    },
  )
})
