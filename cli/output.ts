import { redact } from '#harness/core'
import { sanitizeLine } from '#reporters'

/** Returns a line that may quote the target: without secrets, and without control characters that a terminal or CI system would act on. */
export const printable = (line: string): string => sanitizeLine(redact(line))

/** Prints a line to standard output, without secrets and control characters. */
export const printLine = (line: string): void => void process.stdout.write(`${printable(line)}\n`)

/** Prints a line to standard error, without secrets and control characters. */
export const printErrorLine = (line: string): void => void process.stderr.write(`${printable(line)}\n`)

/** Tells whether standard output is a terminal and NO_COLOR is not set. */
export const hasColour = (): boolean => process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
