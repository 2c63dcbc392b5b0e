import type { Report } from '#results'
import { createRedactor } from '../core.ts'

/** One process, one keeper of secrets: passwords and tokens come from many places, and messages go to many. */
const keeper = createRedactor([])
const confided = new Set<string>()

/** Tells of values that must not be written anywhere from now on. */
export function registerSecrets(...secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets) {
    if (secret === undefined || secret === '') continue
    confided.add(secret)
    keeper.add(secret)
  }
}

/** Everything that was told in confidence, for others who write. */
export const registeredSecrets = (): readonly string[] => [...confided]

/** A text without what was told in confidence, in whatever form. */
export const redact = (text: string): string => keeper.redactKnown(text)

/** A report without it: the last look before it is written. */
export const redactReport = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) => (typeof value === 'string' ? redact(value) : value))
