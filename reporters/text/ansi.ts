import type { Level } from '#model'
import type { Verdict } from '#results'
import type { DisplayStatus } from '../group-results.ts'

const codes = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 } as const
export type Colour = keyof typeof codes
export type Style = (text: string, ...colours: readonly Colour[]) => string

/** Colours a text, or leaves it alone. Only our own words and already visible text may come here. */
export const createStyle =
  (colour: boolean): Style =>
  (text, ...colours) =>
    colour && colours.length > 0 ? `\x1b[${colours.map((name) => codes[name]).join(';')}m${text}\x1b[0m` : text

export const verdictColour: Readonly<Record<Verdict, Colour>> = {
  conformant: 'green',
  partial: 'yellow',
  nonconformant: 'red',
  inconclusive: 'yellow',
}

/** A recommendation that is not followed warns; a broken obligation alarms. */
export const failureColour: Readonly<Record<Level, Colour>> = { must: 'red', should: 'yellow', may: 'yellow' }

/** Signs that tell the outcomes apart without colour. */
export const symbols: Readonly<Record<DisplayStatus, string>> = {
  pass: '✓',
  fail: '✗',
  skipped: '-',
  unobserved: '·',
  inconclusive: '?',
  error: '!',
  unstable: '~',
  waived: '≈',
  known: '=',
  off: '-',
}
