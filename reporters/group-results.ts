import { isExempt, type Outcome, type RequirementResult } from '#results'

/** The results of a report other than passes, in groups that do not overlap, each in register order. */
export interface ResultGroups {
  readonly failedMusts: readonly RequirementResult[]
  /** Failures of the levels should and may. */
  readonly failedShoulds: readonly RequirementResult[]
  /** Prevented by one of the causes of the report. */
  readonly inconclusive: readonly RequirementResult[]
  /** Unstable, or ended by an error of the suite. */
  readonly unsettled: readonly RequirementResult[]
  readonly skipped: readonly RequirementResult[]
  readonly off: readonly RequirementResult[]
  readonly unobserved: readonly RequirementResult[]
  /** Failures that a waiver accepts, including those that the baseline contains too. */
  readonly waived: readonly RequirementResult[]
  /** Failures that only the baseline accepts. */
  readonly known: readonly RequirementResult[]
}

/** The outcome of a requirement, unless it was excluded or its failure was accepted. */
export type DisplayStatus = Outcome | 'waived' | 'known' | 'off'

/** The statuses of included requirements, in the order in which reports count them. */
export const displayStatuses: readonly Exclude<DisplayStatus, 'off'>[] = [
  'pass',
  'fail',
  'waived',
  'known',
  'error',
  'unstable',
  'inconclusive',
  'skipped',
  'unobserved',
]

/** Returns the outcome of a requirement, or why it does not count. */
export function displayStatus({ outcome, off, waived, known }: RequirementResult): DisplayStatus {
  if (off) return 'off'
  if (waived) return 'waived'
  return known === undefined ? outcome : 'known'
}

/** Returns why a failure is accepted, and until when if a waiver accepts it. Contains text that is not sanitized. */
export function exemptionText({ known, waived }: RequirementResult, until: (day: string) => string): string {
  if (!waived) return known ?? ''
  const { reason, expires, ticket } = waived
  return [reason, until(expires), ...(ticket === undefined ? [] : [ticket])].join(', ')
}

/** Groups the results of a report other than passes. */
export function groupResults(requirements: readonly RequirementResult[]): ResultGroups {
  const included = requirements.filter(({ off }) => !off)
  const withOutcome = (outcome: Outcome) => included.filter((result) => result.outcome === outcome)
  const failed = withOutcome('fail').filter((result) => !isExempt(result))
  return {
    failedMusts: failed.filter(({ level }) => level === 'must'),
    failedShoulds: failed.filter(({ level }) => level !== 'must'),
    inconclusive: withOutcome('inconclusive'),
    unsettled: included.filter(({ outcome }) => outcome === 'error' || outcome === 'unstable'),
    skipped: withOutcome('skipped'),
    off: requirements.filter(({ off }) => off),
    unobserved: withOutcome('unobserved'),
    waived: included.filter((result) => displayStatus(result) === 'waived'),
    known: included.filter((result) => displayStatus(result) === 'known'),
  }
}

/**
 * Returns the reasons with the requirements that have them, the most frequent first. A requirement that lacks several
 * capabilities is listed under each.
 */
export function groupByReason(
  results: readonly RequirementResult[],
): readonly (readonly [reason: string, results: readonly RequirementResult[]])[] {
  const groups = new Map<string, RequirementResult[]>()
  for (const result of results) {
    for (const reason of (result.reason ?? '').split(/; (?=needs \w+)/))
      groups.set(reason, [...(groups.get(reason) ?? []), result])
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}
