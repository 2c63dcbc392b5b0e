import { styleText } from 'node:util'
import type { Level } from '#model'
import type { Verdict } from '#results'

export type TextFormat = 'red' | 'green' | 'yellow' | 'bold' | 'dim'

/** Adds terminal formats to a text, which must be sanitized before. */
export type Style = (text: string, ...formats: readonly TextFormat[]) => string

/** Returns a function that styles text, or leaves it as it is when `colour` is false. The environment is not consulted. */
export const createStyle =
  (colour: boolean): Style =>
  (text, ...formats) =>
    colour && formats.length > 0 ? styleText([...formats], text, { validateStream: false }) : text

/** The terminal colour of each verdict. */
export const verdictColour: Readonly<Record<Verdict, TextFormat>> = {
  conformant: 'green',
  partial: 'yellow',
  nonconformant: 'red',
  inconclusive: 'yellow',
}

/** The terminal colour of a failure of each level. */
export const failureColour: Readonly<Record<Level, TextFormat>> = { must: 'red', should: 'yellow', may: 'yellow' }

export { symbols } from './symbols.ts'
