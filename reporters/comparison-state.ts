import type { Difference, State } from '#results'
import { comparisonWords } from './comparison-words.ts'
import { type Lang, words } from './words.ts'

export const stateIn = (state: State, lang: Lang): string => words[lang].outcome[state]

/** `passed → failed`; of a requirement that one run does not know, its state in the other. Not yet safe to show. */
export function passage({ before, after, variants }: Difference, lang: Lang): string {
  const states = [before, after].flatMap((state) => (state === undefined ? [] : stateIn(state, lang)))
  const { reading, unknown } = comparisonWords[lang]
  const [from, to] = variants?.map((variant) => variant || unknown) ?? []
  const told = states[0] === states[1] ? states.slice(1) : states
  return [told.join(' → '), ...(variants ? [`${reading} ${from} → ${to}`] : [])].join('; ')
}
