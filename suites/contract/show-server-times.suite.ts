/**
 * GET /servers/{serverId}: what a client may rely on when it reads the times of a server.
 */
import { arranged, type Check, describe, shows, showsSuch, test, verifies } from '#harness'

/** Milliseconds, or undefined for what is no time: its form is judged elsewhere. */
const timeOf = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

const laterThan = (time: number): Check =>
  showsSuch(
    'body/server/updated',
    `a time after ${new Date(time).toISOString()}`,
    (value) => Date.parse(String(value)) > time,
  )

describe('GET /servers/{serverId}, times', () => {
  test(
    'shows when an active server was launched',
    verifies('servers.launched-at.set'),
    async ({ given, compute, must }) => {
      const server = await given.server()

      const answer = await compute.call('showServer', { path: { serverId: server.id } })

      const pointer = 'body/server/OS-SRV-USG:launched_at'
      const value = answer.at(pointer)
      arranged(value === null || typeof value === 'string' ? true : undefined, 'launched_at is no time.')
      const created = arranged(answer.string('body/server/created'), 'The server shows no time of creation.')
      // Both are in UTC, whether they say so or not.
      const time = (text: unknown) => timeOf(`${String(text).replace(/Z$/, '')}Z`)
      const from = arranged(time(created), 'The time of creation is no time.')
      must('servers.launched-at.set').see(
        answer,
        showsSuch(pointer, `a time from ${created} on`, (launched) => (time(launched) ?? Number.NaN) >= from),
      )
    },
  )

  test(
    'moves the time of the last change with a change, never back, and leaves the time of creation alone',
    verifies('servers.updated-moves', 'servers.created-constant'),
    async ({ given, compute, draft, budget, must, should }) => {
      const path = { serverId: (await given.server({ exclusive: true })).id }
      const times: number[] = []
      const show = async () => {
        const answer = await compute.call('showServer', { path })
        const updated = timeOf(arranged(answer.string('body/server/updated'), 'The server shows no time of change.'))
        times.push(arranged(updated, 'The time of change is no time.'))
        return answer
      }
      const before = await show()
      // Times are in whole seconds: a change within the second of the one before does not show yet, the next one does.
      const change = async () => {
        const name = draft.name('moved')
        await compute.call('updateServer', { path, body: { server: { name } } })
        const answer = await show()
        arranged(answer.at('body/server/name') === name ? true : undefined, 'The server could not be changed.')
        return answer
      }

      const first = times[0] ?? 0
      const twoTicks = 3_000
      const after = await should('servers.updated-moves').eventually(
        change,
        laterThan(first),
        Math.max(budget.settle, twoTicks),
      )
      should('servers.created-constant').see(after, shows('body/server/created', before.at('body/server/created')))
      const stepBack = times.findIndex((time, index) => time < (times[index - 1] ?? time))
      must('servers.updated-moves').that(stepBack < 0, await show(), {
        message: 'The time of the last change went back.',
        at: 'body/server/updated',
        expected: 'times that never decrease',
        actual: times.map((time) => new Date(time).toISOString()).join(', '),
      })
    },
  )
})
