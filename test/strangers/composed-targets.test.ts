/**
 * Targets that are wrong in many places are judged as fast and as precisely as others: what they violate fails, nothing else
 * does, and what cannot be judged names what prevents it.
 */
import { expect, test } from 'vitest'
import { requirements } from '#contract'
import { faults } from '#emulator'
import type { RequirementResult } from '#results'
import { runSuites } from '../fixtures/run-suites.ts'
import { lineOf } from './run-target.ts'
import { startTarget } from './start-target.ts'
import type { ComposedTarget } from './targets/composed-target.ts'
import { demandingTarget } from './targets/demanding-target.ts'
import { fork } from './targets/fork.ts'
import { frameworkEmulator } from './targets/framework-emulator.ts'
import { gateway } from './targets/gateway.ts'
import { laterEmulator } from './targets/later-emulator.ts'
import { lenientTarget } from './targets/lenient-target.ts'
import { misleadingTarget } from './targets/misleading-target.ts'
import { readOnlyClone } from './targets/read-only-clone.ts'
import { unreadableTarget } from './targets/unreadable-target.ts'
import { withoutEffects } from './targets/without-effects.ts'
import { youngEmulator } from './targets/young-emulator.ts'

const composedTargets = [
  fork,
  lenientTarget,
  youngEmulator,
  gateway,
  demandingTarget,
  withoutEffects,
  readOnlyClone,
  misleadingTarget,
  frameworkEmulator,
  unreadableTarget,
  laterEmulator,
]

/** Returns every requirement that a target violates. */
function violationsOf(target: ComposedTarget): ReadonlySet<string> {
  const ofFaults = faults
    .filter(({ name }) => target.faults?.includes(name))
    .flatMap(({ requirement, alsoFails = {} }) => [requirement, ...Object.keys(alsoFails)])
  return new Set([...ofFaults, ...(target.violates ?? [])])
}

const isAbout = (result: RequirementResult, missing: readonly string[]): boolean => {
  const operations = requirements.find(({ id }) => id === result.id)?.operations ?? []
  return operations.length <= 4 && operations.some((operation) => missing.includes(operation))
}

/** Seconds for a run beside others on a slow machine. It waits for effects that never come for a good part of them. */
const maxSeconds = 240

test.concurrent.each(composedTargets.map((target) => [target.name, target] as const))(
  '%s',
  async (_, target) => {
    const proxy = await startTarget(target)
    const { masked = {}, missing = [], alsoRed = {} } = target
    try {
      const run = await runSuites(proxy.config)

      const violated = violationsOf(target)
      const failed = run.resultsWith('fail').filter(({ off }) => off !== true)
      const accused = failed.filter(
        (result) => !violated.has(result.id) && !(result.id in masked) && !(result.id in alsoRed),
      )
      expect(accused.map(lineOf)).toEqual([])
      expect(run.resultsWith('error').map(lineOf)).toEqual([])
      const overlooked = [...violated].filter((id) => !failed.some((result) => result.id === id))
      expect(overlooked.toSorted()).toEqual(Object.keys(masked).toSorted())
      for (const [id, blocker] of Object.entries(masked))
        expect(run.requirement(id), id).toMatchObject({ outcome: 'inconclusive', blockedBy: blocker })
      // What an operation that is missing prevents is undecided, and says so.
      const undecided = run.resultsWith('inconclusive').filter((result) => !isAbout(result, missing))
      expect(undecided.filter(({ blockedBy }) => blockedBy === undefined).map(lineOf)).toEqual([])
      const musts = requirements.filter(
        ({ level, editions }) => level === 'must' && editions.includes(target.edition ?? '2020-03'),
      ).length
      const allowed = missing.includes('createServer') ? musts : musts / 10
      expect(undecided.filter(({ level }) => level === 'must').length).toBeLessThanOrEqual(allowed)
      expect(run.report.resources.leaked.map(({ name }) => name).toSorted()).toEqual(
        [...(await proxy.listNames('servers')), ...(await proxy.listNames('os-keypairs'))].toSorted(),
      )
    } finally {
      await proxy.close()
    }
  },
  maxSeconds * 1000 + 20_000,
)

test.concurrent('an error page for an invalid action is judged, although no other request got it before', async () => {
  const proxy = await startTarget(frameworkEmulator)
  try {
    const run = await runSuites(proxy.config, { only: ['images.create.name-required'] })
    expect(run.requirement('images.create.name-required').outcome).toBe('fail')
  } finally {
    await proxy.close()
  }
})
