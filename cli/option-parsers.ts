/** Parsers of option values. Each throws commander's InvalidArgumentError, which describes the expected value. */
import { InvalidArgumentError } from 'commander'
import { parseDuration } from '#engine/duration'
import type { Shard } from '#engine/runner'
import { formatNames, isFormatName } from '#reporters/formats'
import type { ReportRequest } from './files/report-formats.ts'
import { shardFromCi } from './shard-from-ci.ts'

/** Rejects an empty value, which usually comes from a shell variable that is not set. */
export function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('it is empty.')
  return text
}

/** Adds a value to those of an option that takes several: commander passes one at a time. */
export const nonEmptyList = (text: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  nonEmpty(text),
]

/** Parses a whole number from 1 up. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1 up.')
  return value
}

/** Parses a number greater than 0. */
export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above 0.')
  return value
}

/** Parses a duration such as `500ms` or `2m`, in milliseconds. */
export function duration(text: string): number {
  const value = parseDuration(text)
  if (value === undefined || value <= 0) throw new InvalidArgumentError('expected a duration such as 90s or 2m.')
  return value
}

/** Parses a TCP port; 0 stands for any free one. */
export function portNumber(text: string): number {
  const value = Number(nonEmpty(text))
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('expected a port from 0 to 65535.')
  return value
}

/** Parses `I/N`, or `auto` for the variables of the CI system. */
export function shard(text: string): Shard {
  if (text === 'auto') {
    const found = shardFromCi(process.env)
    if (typeof found === 'string') throw new InvalidArgumentError(found)
    return found
  }
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const value = { index: Number(index), count: Number(count) }
  if (!(value.index >= 1 && value.index <= value.count))
    throw new InvalidArgumentError('expected I/N with I from 1 to N, such as 1/3, or auto.')
  return value
}

/** Parses the id of a run. It becomes part of the name prefix that cleanup searches for, so nothing but an id may pass. */
export function runId(text: string): string {
  if (!/^[0-9a-z]+$/.test(text)) throw new InvalidArgumentError('expected the id of a run, such as 3f9c01ab.')
  return text
}

/** Parses `FORMAT` or `FORMAT=PATH`, and adds it to the earlier ones. */
export function reportRequests(text: string, earlier: readonly ReportRequest[] = []): readonly ReportRequest[] {
  const [format = '', ...parts] = text.split('=')
  const path = parts.join('=')
  if (!isFormatName(format) || (parts.length > 0 && path === ''))
    throw new InvalidArgumentError(`expected FORMAT or FORMAT=PATH; formats are ${formatNames.join(', ')}.`)
  return [...earlier, parts.length > 0 ? { format, path } : { format }]
}
