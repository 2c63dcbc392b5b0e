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

async function runAgainst(target: LenientTarget, limit: number) {
  const run = await runCli(target.config, { args: ['--max-servers', String(limit)], timeout: 170_000 })
  const leaked = run.report?.resources.leaked.filter(({ kind }) => kind === 'server').map(({ id }) => id)
  return { run, leaked: leaked?.toSorted() }
}

test.each([1, 2, 4])('a target that accepts every create, with a limit of %i', async (limit) => {
  const target = await lenientTarget({})
  const { leaked } = await runAgainst(target, limit)
  expect(leaked).toEqual([])
  expect(target.serverIds).toEqual([])
  expect(target.peak).toBeLessThanOrEqual(limit)
})

test.each([1, 2, 4])('a target whose responses deny what it created, with a limit of %i', async (limit) => {
  const target = await lenientTarget({ respondToCreate: byTurns, emulator: { timing: { delete: 300 } } })
  const { leaked } = await runAgainst(target, limit)
  expect(target.peak).toBeLessThanOrEqual(limit)
  expect(leaked).toEqual(target.serverIds.toSorted())
})

test.each([
  ['accepts DELETE in vain', 204],
  ['rejects every DELETE because of a conflict', 409],
])('a target that %s: what is left is what it still lists', async (_, deleteStatus) => {
  const target = await lenientTarget({ deleteStatus })
  const { run, leaked } = await runAgainst(target, 2)
  expect(target.peak).toBeLessThanOrEqual(2)
  expect(leaked).toEqual(target.serverIds.toSorted())
  expect(run.requirement('servers.delete.removes').outcome).toBe('fail')
})
