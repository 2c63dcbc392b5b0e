import { test as base, inject } from 'vitest'
import type { RequirementId } from '#contract'
import { whyNotAsked, whyNotRun } from './asked.ts'
import { Compute } from './compute.ts'
import { type Change, rootVolume, serverDraft } from './drafts.ts'
import type { Evidence } from './evidence.ts'
import { Given } from './given.ts'
import { judges } from './judge.ts'
import type { ServerKind } from './pool.ts'
import { excerpt } from './record.ts'
import { type Session, sessionFor } from './session.ts'

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
      judgements: [],
      observed: [],
      exchanges: [],
      steps: [],
      transitions: [],
      extras: [],
      properties: [],
      injected: [],
      troubles: [],
    }
    task.meta.evidence = evidence
    onCleanup(() => leaveClean(task.result, evidence, sessionFor(target)))
    const reason = whyNotRun(task.meta.requirements ?? [], target)
    if (reason !== undefined) skip(reason)
    return evidence
  })
  .extend(
    'compute',
    ({ target, evidence, skip, signal }) => new Compute(sessionFor(target), evidence, { skip, signal }),
  )
  .extend('given', ({ compute }, { onCleanup }) => {
    const given = new Given(compute)
    onCleanup(() => given.takeBack())
    return given
  })
  .extend('judge', ({ compute, task, target }) =>
    judges(compute, task.meta.requirements ?? [], (id) => whyNotAsked(id, target.selection) === undefined),
  )
  .extend('must', ({ judge }) => judge.must)
  .extend('should', ({ judge }) => judge.should)
  .extend('step', ({ evidence }) => async <T>(name: string, body: () => Promise<T>): Promise<T> => {
    evidence.steps.push(name)
    return body()
  })
  .extend('budget', ({ target }) => target.budgets)
  .extend('resources', ({ target }) => target.resources)
  .extend('has', ({ target }) => target.capabilities.includes.bind(target.capabilities))
  .extend('draft', ({ compute }) => ({
    /** The body of a legal request for a server, changed as the test needs it. */
    server: (what: string, change: Change = {}, kind: ServerKind = 'ordinary') =>
      serverDraft(compute.session, what, change, kind),
    rootVolume: (change: Change = {}) => rootVolume(compute.session.settings.resources.image, change),
    /** A name that no other resource has and clean-up recognises. */
    name: (what: string) => compute.session.name(what),
    /** The same of an exact length. */
    longName: (length: number) => compute.session.name('long-').padEnd(length, 'x'),
  }))

/** Characters. */
const mostOfAnError = 8_000

/** Vitest has written down by now why a test ended: the last place where a target's words could carry a secret out. */
function leaveClean(result: Result | undefined, { troubles }: Evidence, { redactor, trouble }: Session): void {
  for (const error of result?.errors ?? []) {
    error.message = excerpt(redactor, error.message, mostOfAnError)
    if (error.stack !== undefined) error.stack = excerpt(redactor, error.stack, mostOfAnError)
  }
  if (trouble !== undefined) troubles?.push(trouble)
}

interface Result {
  readonly errors?: { message: string; stack?: string }[] | undefined
}
