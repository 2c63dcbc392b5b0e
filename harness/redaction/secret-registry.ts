import { createRedactor } from './redactor.ts'

/**
 * The secrets of this process. Passwords and tokens come from many places (options, environment, files, sign-in,
 * responses), and text is written to many (reports, the terminal, error messages): all register and redact here.
 */
const redactor = createRedactor([])
const secrets = new Set<string>()

/** Registers values that must not appear in any output from now on. */
export function registerSecrets(...values: readonly (string | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || value === '') continue
    secrets.add(value)
    redactor.add(value)
  }
}

/** Returns all registered values, to pass them to a worker. */
export const registeredSecrets = (): readonly string[] => [...secrets]

/** Returns a text without the registered values, in any form. */
export const redact = (text: string): string => redactor.redactKnown(text)
