import { UsageError } from '#engine/errors'
import { didYouMean } from '#engine/input'
import type { ConformanceOptions } from './run-conformance.ts'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'function' | 'list'

/** Every option with the kind of its value: without types, a misspelt option would be ignored, and more tested than was meant. */
const kinds: Readonly<Record<keyof ConformanceOptions, Kind>> = {
  target: 'string',
  config: 'string',
  tenant: 'string',
  token: 'string',
  osCloud: 'string',
  profile: 'string',
  edition: 'string',
  only: 'list',
  skip: 'list',
  readOnly: 'boolean',
  maxServers: 'number',
  allowCostly: 'boolean',
  timeouts: 'string',
  timeoutScale: 'number',
  insecure: 'boolean',
  proxy: 'string',
  signal: 'object',
  env: 'object',
  cwd: 'string',
  journalFolder: 'string',
  shard: 'object',
  onWarning: 'function',
  onProgress: 'function',
}

const expected: Readonly<Record<Kind, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  function: 'a function',
  list: 'a list of strings',
}

const isOfKind = (value: unknown, kind: Kind): boolean =>
  kind === 'list' ? Array.isArray(value) && value.every((one) => typeof one === 'string') : typeof value === kind

/**
 * Checks the names and the types of options.
 * @throws UsageError for an option that does not exist, and for a value of another type
 */
export function checkOptions(options: object): void {
  const byName: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds))
  for (const [name, value] of Object.entries(options)) {
    const kind = byName.get(name)
    if (kind === undefined) throw new UsageError(`there is no option ${name}${didYouMean(name, [...byName.keys()])}`)
    if (value !== undefined && !isOfKind(value, kind)) throw new UsageError(`${name}: expected ${expected[kind]}`)
  }
}
