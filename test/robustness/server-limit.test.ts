/** `--max-servers` is never exceeded and nothing is left, whatever a target makes of requests to create servers. */
import { expect, onTestFinished, test } from 'vitest'
import {
  type CreateResponse,
  type LenientOptions,
  type LenientTarget,
  startLenientTarget,
} from '../fixtures/lenient-target.ts'
import { runCli } from '../fixtures/run-cli.ts'

const error = (status: number, name: string) => ({ status, body: { [name]: { code: status, message: 'No.' } } })

async function lenientTarget(options: LenientOptions): Promise<LenientTarget> {
  const target = await startLenientTarget(options)
  onTestFinished(() => target.close())
  return target
}

/** Creates that say something else than what happened, by turns. */
const byTurns: CreateResponse = (nth, wasValid) => {
  if (nth % 5 === 2) return error(500, 'computeFault')
  if (nth % 5 === 3 && !wasValid) return error(400, 'badRequest')
  if (nth % 5 === 4) return { status: 202, body: { server: {} } }
  return undefined
}

const withLimit = (limit: number) => ({ args: ['--max-servers', String(limit)], timeout: 170_000 })

test.each([1, 2, 4])('a target that accepts every create, with a limit of %i', async (limit) => {
  const target = await lenientTarget({})
  const run = await runCli(target.config, withLimit(limit))
  expect(run.report?.resources.leaked).toEqual([])
  expect(target.serverNames).toEqual([])
  expect(target.peak).toBeLessThanOrEqual(limit)
})

test.each([1, 2, 4])('a target whose responses deny what it created, with a limit of %i', async (limit) => {
  const target = await lenientTarget({ respondToCreate: byTurns, emulator: { timing: { delete: 300 } } })
  const run = await runCli(target.config, withLimit(limit))
  expect(target.peak).toBeLessThanOrEqual(limit)
  expect(target.serverNames.toSorted()).toEqual(run.report?.resources.leaked.map(({ name }) => name).toSorted())
})

test.each([
  ['accepts DELETE in vain', 204, 2],
  ['rejects every DELETE', 409, 2],
  ['rejects every DELETE for good', 403, 4],
])('a target that %s: what is left is what it still lists', async (_, deleteStatus, limit) => {
  const target = await lenientTarget({ deleteStatus })
  const run = await runCli(target.config, withLimit(limit))
  expect(target.peak).toBeLessThanOrEqual(limit)
  const leaked = run.report?.resources.leaked.filter(({ id }) => id !== 'unknown' && !id.includes('-key-')) ?? []
  expect(leaked.flatMap(({ name }) => name ?? []).toSorted()).toEqual(
    expect.arrayContaining(target.serverNames.toSorted()),
  )
  expect(run.requirement('servers.delete.removes').outcome).toBe(deleteStatus === 403 ? 'inconclusive' : 'fail')
})
