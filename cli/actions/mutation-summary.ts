import { type MutantResult, type MutationOutcome, mutationTotals } from '#engine/mutation'

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Returns why the result of one fault is not as declared. */
function problemLines({ fault, verdict, flaky, asDeclared }: MutantResult): string[] {
  const { killed, reason, collateral, missingCollateral, errors } = verdict
  return [
    `${fault.name} (${fault.description})`,
    ...(killed ? [] : [`  survived: ${fault.requirement}: ${reason}`]),
    ...collateral
      .filter(({ declared }) => declared === undefined)
      .map(({ requirement, finding }) => `  undeclared collateral failure: ${requirement}: ${finding}`),
    ...missingCollateral.map((id) => `  declared collateral failure did not occur: ${id}`),
    ...(flaky ? [`  flaky: its runs disagree${asDeclared ? ', two of them as declared' : ''}`] : []),
    ...errors.map((error) => `  error: ${error}`),
  ]
}

/** Returns percentiles of the first run of each fault. */
function runTimes(results: readonly MutantResult[]): string {
  const times = results.map(({ runs }) => runs[0].ms).sort((a, b) => a - b)
  const percentile = (share: number): string => seconds(times[Math.floor((times.length - 1) * share)] ?? 0)
  return `one fault took ${percentile(0.5)} (median), ${percentile(0.9)} (90th percentile), ${percentile(1)} (maximum)`
}

/** Returns the outcome of a mutation test as text. */
export function mutationSummary(
  { results, baselineRuns }: MutationOutcome,
  { durationMs, jobs }: { readonly durationMs: number; readonly jobs: number },
): string {
  const totals = mutationTotals(results)
  const problems = results.filter(({ asDeclared, flaky, verdict }) => !asDeclared || flaky || verdict.errors.length > 0)
  const masked = results.reduce((sum, { verdict }) => sum + verdict.masked.length, 0)
  return [
    ...problems.flatMap(problemLines),
    ...(problems.length > 0 ? [''] : []),
    `${totals.faults} faults: ${totals.killed} killed by their own requirement, ${totals.survived} survived.`,
    `Faults with collateral failures: ${totals.declaredCollateral} declared, ${totals.undeclaredCollateral} undeclared; ${totals.missingCollateral} with a declared one that did not occur.`,
    `Flaky faults: ${totals.flaky}. Masked requirements, over all faults: ${masked}.`,
    `${seconds(durationMs)} with ${jobs} jobs and ${baselineRuns.length} baseline runs; ${runTimes(results)}.`,
  ].join('\n')
}
