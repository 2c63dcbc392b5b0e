import { totalsOf } from '../../engine/mutation/json-report.ts'
import type { MutantResult } from '../../engine/mutation/mutation-results.ts'
import type { MutationOutcome } from '../../engine/mutation/run-mutations.ts'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** What is wrong with one fault, with what is needed to see it again. */
function error({ fault, verdict, flaky, asDeclared }: MutantResult): string[] {
  const { killed, reason, collateral, missingCollateral, errors } = verdict
  return [
    `${fault.name} (${fault.description})`,
    ...(killed ? [] : [`  missed: ${fault.requirement} — ${reason}`]),
    ...collateral
      .filter(({ declared }) => declared === undefined)
      .map(({ requirement, finding }) => `  stray: ${requirement} — ${finding}`),
    ...missingCollateral.map((id) => `  declared as a stray, and does not fail: ${id}`),
    ...(flaky ? [`  unsteady: attempts at it disagree${asDeclared ? ', two were as declared' : ''}`] : []),
    ...errors.map((line) => `  error: ${line}`),
  ]
}

function durations(tried: readonly MutantResult[]): string {
  const first = tried.map(({ runs }) => runs[0].ms).sort((a, b) => a - b)
  const at = (share: number): string => seconds(first[Math.floor((first.length - 1) * share)] ?? 0)
  return `a fault took ${at(0.5)} in the middle, ${at(0.9)} for nine of ten, ${at(1)} at most`
}

/** The outcome of a trial for people. */
export function consoleSummary(proceeded: MutationOutcome, durationMs: number, jobs: number): string {
  const { results, baselineRuns } = proceeded
  const { faults, killed, missed, declaredStrays, undeclaredStrays, absentStrays, unsteady } = totalsOf(results)
  const wrong = results.filter((one) => !one.asDeclared || one.flaky || one.verdict.errors.length > 0)
  const blind = results.reduce((sum, { verdict }) => sum + verdict.masked.length, 0)
  return [
    ...wrong.flatMap(error),
    ...(wrong.length > 0 ? [''] : []),
    `${faults} faults: ${killed} killed by their own requirement, ${missed} missed.`,
    `Another requirement fails too: ${undeclaredStrays} undeclared, ${declaredStrays} declared, ${absentStrays} declared that did not.`,
    `Unsteady: ${unsteady}. Requirements that could not be judged, over all faults: ${blind}.`,
    `${seconds(durationMs)} with ${jobs} at a time, ${baselineRuns.length} runs without a fault among them; ${durations(results)}.`,
  ].join('\n')
}
