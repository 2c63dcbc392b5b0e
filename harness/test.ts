import { test as base, inject } from 'vitest'
import './vitest-context.ts'
import { exclusionReason, skipReason } from '#contract'
import type { Evidence, RequirementId } from '#model'
import { createVerify } from './assertions/requirement-assertion.ts'
import { ComputeClient } from './client/compute-client.ts'
import { redactedExcerpt } from './client/record-exchange.ts'
import { Arrange } from './fixtures/arrange.ts'
import { buildServerRequest, type Overrides, rootVolume } from './fixtures/request-builders.ts'
import type { ServerKind } from './fixtures/server-pool.ts'
import { type RunContext, runContextFor } from './run-context.ts'

/** Ties a test to the requirements it judges. The report is built from this link, never from titles. */
export const verifies = (...requirements: readonly RequirementId[]) => ({ meta: { requirements } })

/**
 * The test of a suite. `given` arranges and can only end inconclusive; `compute` acts and returns the raw answer;
 * `must` and `should` judge.
 */
export const test = base
  .extend('target', () => inject('target')) // by every test anew: a thread may serve several runs
  .extend('evidence', { auto: true }, ({ task, target, skip }, { onCleanup }): Evidence => {
    const evidence: Evidence = {
      assertions: [],
      observed: [],
      exchanges: [],
      steps: [],
      transitions: [],
      undocumentedProperties: [],
      properties: [],
      injectedFaults: [],
      errors: [],
    }
    task.meta.evidence = evidence
    onCleanup(() => leaveClean(task.result, evidence, runContextFor(target)))
    const reason = skipReason(task.meta.requirements ?? [], target)
    if (reason !== undefined) skip(reason)
    return evidence
  })
  .extend(
    'compute',
    ({ target, evidence, skip, signal }) => new ComputeClient(runContextFor(target), evidence, { skip, signal }),
  )
  .extend('given', ({ compute }, { onCleanup }) => {
    const given = new Arrange(compute)
    onCleanup(() => given.cleanUp())
    return given
  })
  .extend('verify', ({ compute, task, target }) =>
    createVerify(compute, task.meta.requirements ?? [], (id) => exclusionReason(id, target.selection) === undefined),
  )
  .extend('step', ({ evidence }) => async <T>(name: string, body: () => Promise<T>): Promise<T> => {
    evidence.steps.push(name)
    return body()
  })
  .extend('timeouts', ({ target }) => target.timeouts)
  .extend('resources', ({ target }) => target.resources)
  .extend('has', ({ target }) => target.capabilities.includes.bind(target.capabilities))
  .extend('build', ({ compute }) => ({
    /** The body of a legal request for a server, changed as the test needs it. */
    server: (what: string, change: Overrides = {}, kind: ServerKind = 'ordinary') =>
      buildServerRequest(compute.run, what, change, kind),
    rootVolume: (change: Overrides = {}) => rootVolume(compute.run.settings.resources.image, change),
    /** A name that no other resource has and clean-up recognises. */
    name: (what: string) => compute.run.name(what),
    /** The same of an exact length. */
    longName: (length: number) => compute.run.name('long-').padEnd(length, 'x'),
  }))

/** Characters. */
const mostOfAnError = 8_000

/** Vitest has written down by now why a test ended: the last place where a target's words could carry a secret out. */
function leaveClean(result: Result | undefined, { errors }: Evidence, { redactor, fatalError }: RunContext): void {
  for (const error of result?.errors ?? []) {
    error.message = redactedExcerpt(redactor, error.message, mostOfAnError)
    if (error.stack !== undefined) error.stack = redactedExcerpt(redactor, error.stack, mostOfAnError)
  }
  if (fatalError !== undefined) errors?.push(fatalError)
}

interface Result {
  readonly errors?: { message: string; stack?: string }[] | undefined
}
