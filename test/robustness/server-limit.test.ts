/** `--max-servers` is never exceeded and nothing is left, whatever a target makes of requests to create servers. */
import { expect, test } from 'vitest'
import type { CreateResponse } from '../fixtures/lenient-target.ts'
import { lenientTarget, runAgainst } from './lenient-run.ts'

const error = (status: number, name: string) => ({ status, body: { [name]: { code: status, message: 'No.' } } })

/** Creates that say something else than what happened, by turns. */
const byTurns: CreateResponse = (nth, wasValid) => {
  if (nth % 5 === 2) return error(500, 'computeFault')
  if (nth % 5 === 3 && !wasValid) return error(400, 'badRequest')
  if (nth % 5 === 4) return { status: 202, body: { server: {} } }
  return undefined
}

test.each([
  [1, '2020-03'],
  [2, '2026-05'],
  [4, '2020-03'],
] as const)('a target that accepts every create, with a limit of %i and nothing costly', async (limit, edition) => {
  const target = await lenientTarget({ emulator: { edition } })
  const { leaked } = await runAgainst(target, limit, { allowCostly: false })
  expect(leaked).toEqual([])
  expect(target.serverIds).toEqual([])
  expect(target.volumeSizes).toEqual([])
  expect(target.largestVolume).toBe(20)
  expect(target.peak).toBeLessThanOrEqual(limit)
})

test.each([1, 2, 4])('a target whose responses deny what it created, with a limit of %i', async (limit) => {
  const target = await lenientTarget({ respondToCreate: byTurns, emulator: { timing: { delete: 300 } } })
  const { run, leaked } = await runAgainst(target, limit, { allowCostly: false })
  expect(target.peak).toBeLessThanOrEqual(limit)
  // Nothing tells that a server is the run's whose create was denied and had no name, or a short one as for Windows.
  const nameless = target.serverIds.filter((id) => !leaked.includes(id))
  expect(target.namesOf(nameless).filter((name) => /^conformance-[\da-f]{8}-/.test(name))).toEqual([])
  expect(leaked).toEqual(target.serverIds.filter((id) => !nameless.includes(id)).toSorted())
  const errors = run.report.errors.filter((error) => error.startsWith('It is unknown whether the server'))
  expect(errors.length > 0).toBe(nameless.length > 0)
})
