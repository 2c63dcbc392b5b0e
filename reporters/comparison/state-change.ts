import type { Difference, RequirementState } from '#results'
import { type Lang, messages } from '../i18n/messages.ts'
import { comparisonMessages } from './messages.ts'

export const stateLabel = (state: RequirementState, lang: Lang): string => messages[lang].outcome[state]

/** `passed → failed`; of a requirement that one run does not know, its state in the other. Not yet safe to show. */
export function formatChange({ before, after, variants }: Difference, lang: Lang): string {
  const states = [before, after].flatMap((state) => (state === undefined ? [] : stateLabel(state, lang)))
  const { reading, unknown } = comparisonMessages[lang]
  const [from, to] = variants?.map((variant) => variant || unknown) ?? []
  const told = states[0] === states[1] ? states.slice(1) : states
  return [told.join(' → '), ...(variants ? [`${reading} ${from} → ${to}`] : [])].join('; ')
}
