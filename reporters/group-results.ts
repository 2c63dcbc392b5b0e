import { isExempt, type Outcome, type RequirementResult, type Transition } from '#results'

/** How every renderer is asked. `width` is in terminal columns; it and `colour` concern the console alone. */
export interface RenderOptions {
  readonly lang: 'en' | 'ko'
  readonly colour?: boolean
  readonly width?: number
}

/** Requirements by what a reader wants to know first. Each stands in exactly one list, in the report's order. */
export interface ResultGroups {
  readonly failedMusts: readonly RequirementResult[]
  /** Failures below must. */
  readonly failedShoulds: readonly RequirementResult[]
  /** Inconclusive, unstable, or spoilt by us. */
  readonly undecided: readonly RequirementResult[]
  readonly skipped: readonly RequirementResult[]
  readonly off: readonly RequirementResult[]
  readonly unobserved: readonly RequirementResult[]
  /** Failures that a waiver accepts; it outranks the baseline. */
  readonly waived: readonly RequirementResult[]
  /** Failures that the baseline has too. */
  readonly known: readonly RequirementResult[]
  readonly passed: readonly RequirementResult[]
}

const undecided: readonly Outcome[] = ['inconclusive', 'error', 'unstable']

/** How a requirement stands: its outcome, unless it was not asked or its failure was accepted. */
export type DisplayStatus = Outcome | 'waived' | 'known' | 'off'

/** From good to bad to unknown: the order in which figures are told. */
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

export function displayStatus({ outcome, off, waived, known }: RequirementResult): DisplayStatus {
  if (off) return 'off'
  if (waived) return 'waived'
  return known === undefined ? outcome : 'known'
}

/** Why a failure was accepted, in words; until when, where there is an end to it. Not yet safe to show. */
export function exemptionText({ known, waived }: RequirementResult, until: (day: string) => string): string {
  if (!waived) return known ?? ''
  const { reason, expires, ticket } = waived
  return [reason, until(expires), ...(ticket === undefined ? [] : [ticket])].join(', ')
}

export function groupResults(requirements: readonly RequirementResult[]): ResultGroups {
  const asked = requirements.filter(({ off }) => !off)
  const by = (outcome: Outcome) => asked.filter((result) => result.outcome === outcome)
  const failed = by('fail').filter((result) => !isExempt(result))
  return {
    failedMusts: failed.filter(({ level }) => level === 'must'),
    failedShoulds: failed.filter(({ level }) => level !== 'must'),
    undecided: asked.filter(({ outcome }) => undecided.includes(outcome)),
    skipped: by('skipped'),
    off: requirements.filter(({ off }) => off),
    unobserved: by('unobserved'),
    passed: by('pass'),
    waived: asked.filter((result) => displayStatus(result) === 'waived'),
    known: asked.filter((result) => displayStatus(result) === 'known'),
  }
}

/**
 * Reasons with the requirements they hold for, the most frequent first. A requirement that lacks several things stands under each:
 * one line says all that a missing image costs.
 */
export function groupByReason(
  results: readonly RequirementResult[],
): readonly (readonly [string, readonly RequirementResult[]])[] {
  const groups = new Map<string, RequirementResult[]>()
  for (const result of results) {
    for (const reason of (result.reason ?? '').split(/; (?=needs \w+)/))
      groups.set(reason, [...(groups.get(reason) ?? []), result])
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length)
}

export interface TransitionSummary {
  readonly from: string
  readonly to: string
  readonly after: string
  readonly times: number
  readonly median: number
  readonly longest: number
}

/** Equal state changes taken together, the most frequent first: the order in which tests saw them is chance. Times in milliseconds. */
export function summarizeTransitions(transitions: readonly Transition[]): readonly TransitionSummary[] {
  const groups = new Map<string, Transition[]>()
  for (const each of transitions) {
    const key = JSON.stringify([each.from, each.to, each.after])
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  const frequentFirst = [...groups].sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
  return frequentFirst.flatMap(([, group]) => {
    const [first] = group
    const times = group.map(({ ms }) => ms).sort((a, b) => a - b)
    if (!first) return []
    const { from, to, after } = first
    return { from, to, after, times: times.length, median: times[times.length >> 1] ?? 0, longest: times.at(-1) ?? 0 }
  })
}

/** `340 ms`, `12.3 s`, `3 min 4 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
