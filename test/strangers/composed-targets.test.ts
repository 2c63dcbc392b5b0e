/**
 * Targets that are wrong in many places are judged as fast and as precisely as others: what they violate fails, nothing else
 * does, and what cannot be judged names what prevents it.
 */
import { expect, onTestFinished, test } from 'vitest'
import { requirements } from '#contract'
import { faults } from '#emulator'
import type { RequirementResult } from '#results'
import { runCli } from '../fixtures/run-cli.ts'
import { forward, startProxy } from '../fixtures/tampering-proxy.ts'
import { type ComposedTarget, composedTargets } from './composed-targets.ts'
import { lineOf } from './run-target.ts'

/** Every requirement that a target violates. */
function violationsOf(target: ComposedTarget): ReadonlySet<string> {
  const ofFaults = faults
    .filter(({ name }) => target.faults.includes(name))
    .flatMap(({ requirement, alsoFails = {} }) => [requirement, ...Object.keys(alsoFails)])
  return new Set([...ofFaults, ...target.violates])
}

async function startTarget({ faults: names, interpretations = [], rules }: ComposedTarget) {
  const proxy = await startProxy(
    (request, upstream, response) => {
      const changed = rules.reduce((current, { change }) => change?.(request, current) ?? current, upstream)
      return changed === upstream ? false : forward(changed, response)
    },
    {
      emulator: { faults: names, interpretations },
      intercept(request, response) {
        const [intercepted] = rules.flatMap(({ intercept }) => intercept?.(request) ?? [])
        return intercepted !== undefined && forward(intercepted, response)
      },
    },
  )
  onTestFinished(() => proxy.close())
  return proxy
}

const isAbout = (result: RequirementResult, missing: readonly string[]): boolean => {
  const operations = requirements.find(({ id }) => id === result.id)?.operations ?? []
  return operations.length <= 4 && operations.some((operation) => missing.includes(operation))
}

test.each(composedTargets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  const proxy = await startTarget(target)

  const run = await runCli(proxy.config, { args: ['--quiet', '--timeout-scale', '1'], timeout: 170_000 })

  const violated = violationsOf(target)
  const { masked = {}, missing = [], alsoRed = {} } = target
  const failed = run.resultsWith('fail').filter(({ off }) => off !== true)
  expect(
    failed
      .filter((result) => !violated.has(result.id) && !isAbout(result, missing) && !(result.id in alsoRed))
      .map(lineOf),
  ).toEqual([])
  expect(run.resultsWith('error').map(lineOf)).toEqual([])
  const overlooked = [...violated].filter((id) => !failed.some((result) => result.id === id))
  expect(overlooked.toSorted()).toEqual(Object.keys(masked).toSorted())
  // What is missing may be red or undecided.
  const undecided = run.resultsWith('inconclusive').filter((result) => !isAbout(result, missing))
  expect(undecided.filter(({ blockedBy }) => blockedBy === undefined).map(lineOf)).toEqual([])
  const musts = requirements.filter(({ level }) => level === 'must').length
  expect(undecided.filter(({ level }) => level === 'must').length).toBeLessThanOrEqual(musts / 10)
  expect(run.seconds).toBeLessThan(150)
})
