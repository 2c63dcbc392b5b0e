import type { RequirementResult } from '#results'
import { displayStatus } from '../../../group-results.ts'
import type { ViewState } from './view-state.ts'

/** Returns the text in which a search looks: id, both texts, reasons, findings. In lower case. */
export const searchText = ({ id, text, reason = '', findings, variant = '' }: RequirementResult): string =>
  [
    id,
    text.en,
    text.ko,
    reason,
    variant,
    ...findings.flatMap(({ message, at, expected, actual }) => [message, at, expected, actual]),
  ]
    .join('\n')
    .toLowerCase()

/** Returns the requirements that the filters of a state leave. Words of the search are looked for one by one. */
export function filterRequirements(
  requirements: readonly RequirementResult[],
  { outcomes, level, group, operation, query }: ViewState,
): readonly RequirementResult[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return requirements.filter(
    (result) =>
      (outcomes.length === 0 || outcomes.includes(displayStatus(result))) &&
      (level === '' || result.level === level) &&
      (group === '' || result.group === group) &&
      (operation === '' || result.operations.some((id) => id === operation)) &&
      (words.length === 0 || words.every((word) => searchText(result).includes(word))),
  )
}
