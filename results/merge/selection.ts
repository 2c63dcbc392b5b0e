import type { Report } from '../report.ts'

type ReportedSelection = NonNullable<Report['selection']>

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)]

/**
 * Returns the selection of several runs together: every pattern of `--only`, unless a run had none, and the patterns of `--skip` that all
 * of them had. Undefined if this is everything.
 */
export function mergeSelections(selections: readonly (ReportedSelection | undefined)[]): ReportedSelection | undefined {
  const onlyLists = selections.map((selection) => selection?.only)
  const only = onlyLists.includes(undefined) ? [] : distinct(onlyLists.flatMap((list) => list ?? []))
  const [first, ...others] = selections.map((selection) => selection?.skip ?? [])
  const skip = (first ?? []).filter((pattern) => others.every((list) => list.includes(pattern)))
  if (only.length === 0 && skip.length === 0) return undefined
  return { ...(only.length > 0 && { only }), ...(skip.length > 0 && { skip }) }
}
