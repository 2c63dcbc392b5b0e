import { redactor } from '#harness/client'
import type { Report } from '#results'

/** One process, one keeper of secrets: passwords and tokens come from many places, and messages go to many. */
const keeper = redactor([])
const confided = new Set<string>()

/** Tells of values that must not be written anywhere from now on. */
export function confide(...secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets) {
    if (secret === undefined || secret === '') continue
    confided.add(secret)
    keeper.know(secret)
  }
}

/** Everything that was told in confidence, for others who write. */
export const confidences = (): readonly string[] => [...confided]

/** A text without what was told in confidence, in whatever form. */
export const discreet = (text: string): string => keeper.known(text)

/** A report without it: the last look before it is written. */
export const discreetReport = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? discreet(value) : value))
