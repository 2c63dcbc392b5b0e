import { type RunRequest, runOnce } from '#engine/runner'
import { emptyEvidence, type TargetSettings } from '#model'
import type { Report, TestResult } from '#results'
import type { Exploration, ExploredViolation } from './exploration.ts'
import { type ExploreOptions, explore } from './explore.ts'
import { describeStep } from './steps.ts'

export interface ExploreRequest
  extends Pick<RunRequest, 'target' | 'environment' | 'embedded' | 'journalFolder' | 'listeners' | 'signal'>,
    Pick<ExploreOptions, 'seed' | 'durationMs' | 'replay' | 'failFast'> {}

export interface ExploreResult {
  readonly report: Report
  readonly exploration: Exploration
  /** The resolved settings, for the scripts of the violations. */
  readonly target: TargetSettings
}

/** Returns a violation as the result of a failed test. */
const caseOf = ({ requirement, steps, evidence }: ExploredViolation, index: number): TestResult => ({
  id: `explore/${String(index + 1).padStart(3, '0')}`,
  title: `${requirement}: ${steps.map((step) => describeStep(step)).join('; ')}`,
  state: 'failed',
  requirements: [],
  evidence: { ...evidence, steps: steps.map((step) => describeStep(step)) },
  errors: [],
})

const summaryOf = ({ evidence }: Exploration): TestResult => ({
  id: 'explore',
  title: 'explored walks',
  state: 'passed',
  requirements: [],
  evidence,
  errors: [],
})

const nothing: Exploration = {
  ...{ violations: [], coverage: [], walks: 0, steps: 0, requests: 0, errors: [] },
  evidence: emptyEvidence(),
}

/**
 * Resolves a target as a run does, explores it, cleans up, and builds the report. Requirements that no walk has touched are `unobserved`:
 * an exploration without violations proves little. Errors are those of `runOnce`.
 */
export async function exploreTarget({
  seed,
  durationMs,
  replay,
  failFast = false,
  ...run
}: ExploreRequest): Promise<ExploreResult> {
  let exploration = nothing
  let target: TargetSettings | undefined
  const report = await runOnce({
    ...run,
    async runSuites({ settings, signal }) {
      target = settings
      const onProgress = run.listeners?.onProgress ?? (() => undefined)
      exploration = await explore({ settings, seed, durationMs, signal, replay, failFast, onProgress })
      const testResults = [summaryOf(exploration), ...exploration.violations.map(caseOf)]
      return { testResults, errors: exploration.errors }
    },
  })
  if (target === undefined) throw new TypeError('the target was not explored')
  return { report: { ...report, requests: exploration.requests }, exploration, target }
}
