import { test as base, inject } from 'vitest'
import { exclusionReason, skipReason } from '#contract'
import { type Evidence, emptyEvidence, numericName, type RequirementId } from '#model'
import { createVerify } from './assertions/verify.ts'
import { ComputeClient } from './client/compute-client.ts'
import { redactedExcerpt } from './client/record-exchange.ts'
import { Arrange } from './fixtures/arrange.ts'
import type { ServerKind } from './fixtures/pool-inventory.ts'
import { buildServerRequest, type Overrides, rootVolume } from './fixtures/request-builders.ts'
import { type RunContext, runContextFor } from './run-context.ts'
import './vitest-context.ts'

/** Declares the requirements that a test verifies. Reports are built from this declaration, never from titles. */
export const verifies = (...requirements: readonly RequirementId[]) => ({ meta: { requirements } })

/**
 * Like `verifies`, for a test with requirements that need a capability which not every target has, such as a network (`whereAvailable`). On
 * a target without it, the test runs for the other requirements (`always`) and must leave out the steps that it cannot do.
 */
export const verifiesPartly = (parts: {
  readonly always: readonly RequirementId[]
  readonly whereAvailable: readonly RequirementId[]
}) => ({
  meta: { requirements: [...parts.always, ...parts.whereAvailable], whereAvailable: parts.whereAvailable },
})

/**
 * Like `verifies`, for a test with invalid requests that change something if a target accepts them. Such tests start when all others have
 * ended, so that no other test depends on the resources that they may change.
 */
export const probes = (...requirements: readonly RequirementId[]) => ({
  meta: { requirements, probe: 'ordinary' as const },
})

/**
 * Like `probes`, for invalid values that a target may store, such as a number as a name: some targets cannot list a resource with such a
 * value, even when it is deleted. These tests start when the other probes have ended.
 */
export const finalProbes = (...requirements: readonly RequirementId[]) => ({
  meta: { requirements, probe: 'final' as const },
})

/** Records that a test has begun, so that probes wait for it. The returned function records its end. */
function beginTest({ mainTests, probes }: RunContext, probe: 'ordinary' | 'final' | undefined): () => void {
  if (probe === 'final') return () => undefined
  return (probe === undefined ? mainTests : probes).begin()
}

/** Resolves when all tests that a probe could disturb have ended. */
async function earlierTestsEnded({ mainTests, probes }: RunContext, probe: 'ordinary' | 'final', signal: AbortSignal) {
  await mainTests.ended(signal)
  if (probe === 'final') await probes.ended(signal)
}

/**
 * The test function of the suites. Fixtures: `given` arranges preconditions and can only end a test inconclusive;
 * `compute` sends requests and returns responses; `verify` asserts requirements. A test is skipped when none of its
 * requirements is in scope or the target lacks what they need.
 */
export const test = base
  .extend('target', () => inject('target')) // not once per thread: a thread may execute several runs
  .extend('evidence', { auto: true }, async ({ task, target, skip, signal }, { onCleanup }): Promise<Evidence> => {
    const evidence = emptyEvidence()
    task.meta.evidence = evidence
    const run = runContextFor(target)
    const { requirements = [], whereAvailable, probe } = task.meta
    const reason = skipReason(requirements, target, whereAvailable)
    // Before anything that needs a cleanup, which Vitest does not call for a fixture that skips its test.
    if (reason !== undefined) skip(reason)
    const end = beginTest(run, probe)
    onCleanup(() => {
      end()
      run.ownKeypairs.release(evidence)
      finish(task.result, evidence, run)
    })
    if (probe !== undefined) await earlierTestsEnded(run, probe, signal)
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
  .extend('build', ({ compute: { run } }) => ({
    /** The body of a valid createServer request, changed as the test needs it. */
    server: (label: string, overrides: Overrides = {}, kind: ServerKind = 'ordinary') =>
      buildServerRequest(run, label, overrides, kind),
    rootVolume: (overrides: Overrides = {}) => rootVolume(run, overrides),
    /** A unique name by which cleanup recognizes the resource. */
    name: (label: string) => run.uniqueName(label),
    /** A unique name of an exact length. */
    longName: (length: number) => run.uniqueName('long-').padEnd(length, 'x'),
    /** A number in place of a name. Cleanup recognizes the resource by it where the target accepts it. */
    numericName: () => numericName(run.settings.runId),
  }))

/** Characters. */
const maxErrorLength = 8_000

interface TaskResult {
  readonly errors?: { message: string; stack?: string }[] | undefined
}

/** Redacts the errors that Vitest has recorded: their messages may quote responses. */
function finish(
  result: TaskResult | undefined,
  { errors, notes }: Evidence,
  { redactor, fatalError, traits }: RunContext,
): void {
  for (const error of result?.errors ?? []) {
    error.message = redactedExcerpt(redactor, error.message, maxErrorLength)
    if (error.stack !== undefined) error.stack = redactedExcerpt(redactor, error.stack, maxErrorLength)
  }
  if (fatalError !== undefined) errors?.push(fatalError)
  notes.push(...traits.takeNotes().map((note) => redactor.redact(note)))
}
