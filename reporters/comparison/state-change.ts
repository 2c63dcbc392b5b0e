import type { Difference, RequirementState } from '#results'
import { type Lang, messages } from '../i18n/index.ts'

/** Returns the label of a state in the given language. */
export const stateLabel = (state: RequirementState, lang: Lang): string => messages[lang].outcome[state]

/**
 * Formats a change as `passed → failed`, and the change of the interpretation if there is one. For a requirement of one
 * run only, its state there. Contains text that is not sanitized.
 */
export function formatChange({ before, after, variants }: Difference, lang: Lang): string {
  const { interpretation, unknown } = messages[lang].comparison
  const states = before === after ? [after] : [before, after]
  const labels = states.flatMap((state) => (state === undefined ? [] : stateLabel(state, lang)))
  const [from, to] = variants?.map((variant) => variant || unknown) ?? []
  return [labels.join(' → '), ...(variants ? [`${interpretation} ${from} → ${to}`] : [])].join('; ')
}
