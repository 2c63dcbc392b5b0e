/** A target whose values have unexpected types: the run reports violations and has no internal error. */
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../fixtures/run-cli.ts'
import { runSuites } from '../fixtures/run-suites.ts'
import { forwardWith, startProxy, type Tamper } from '../fixtures/tampering-proxy.ts'

type Change = (value: unknown, key: string) => unknown

/** The suites cannot go on without these. */
const unchanged = new Set(['id', 'status', 'OS-EXT-STS:task_state', 'servers', 'keypairs'])

/** Changes a value and everything in it. */
function changeDeep(value: unknown, change: Change, key = ''): unknown {
  if (unchanged.has(key)) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => changeDeep(item, change))
    return change(items, key)
  }
  if (typeof value !== 'object' || value === null) return change(value, key)
  const members = Object.entries(value).map(([name, member]) => [name, changeDeep(member, change, name)])
  return change(Object.fromEntries(members), key)
}

/** Tells whether a value is the outermost object of a response, or the member that wraps a resource or a list. */
const isWrapper = (key: string): boolean =>
  key === '' || /^(server|flavor|keypair|volumeAttachment|image)s?$|Info$|Attachments$/.test(key)

/** Changes the resources in every response of the Compute service, but not their wrappers, by one of the changes after the other. */
function changingEvery(...changes: readonly Change[]): Tamper {
  let responses = 0
  return ({ path }, upstream, response) => {
    const text = upstream.body.toString('utf8')
    const change = changes[responses++ % changes.length]
    if (change === undefined || !path.startsWith('/v2/') || !text.startsWith('{')) return false
    const changed = changeDeep(JSON.parse(text), (value, key) => (isWrapper(key) ? value : change(value, key)))
    return forwardWith(upstream, response, JSON.stringify(changed))
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
const isString = (value: unknown): boolean => typeof value === 'string'

const stringsToObjects: Change = (value) => (isString(value) ? { toString: 'x', constructor: null } : value)

const stringsTo =
  (replacement: unknown): Change =>
  (value) =>
    isString(value) ? replacement : value

/** Replaces strings by objects, except ids, names and links: with these a run gets further. */
const otherStringsToObjects: Change = (value, key) =>
  /^(id|name|href|rel)$/.test(key) ? value : stringsToObjects(value, key)

test.each<[string, readonly Change[]]>([
  ['strings are numbers or null', [stringsTo(17), stringsTo(null)]],
  ['strings are objects', [stringsToObjects]],
  ['other strings are objects without a text', [otherStringsToObjects]],
  ['strings are empty, or lone surrogates', [stringsTo(''), stringsTo('\ud800')]],
  [
    'arrays are objects, null, or contain null',
    [
      (value) => (Array.isArray(value) ? { ...value } : value),
      (value) => (Array.isArray(value) ? null : value),
      (value) => (Array.isArray(value) ? value.map(() => null) : value),
    ],
  ],
  [
    'objects are arrays or null',
    [(value) => (isObject(value) ? [value] : value), (value) => (isObject(value) ? null : value)],
  ],
  ['numbers are huge', [(value) => (typeof value === 'number' ? 1e308 : value)]],
])('a run is complete when %s', async (_, changes) => {
  const proxy = await startProxy(changingEvery(...changes))
  onTestFinished(() => proxy.close())
  const run = await runSuites(proxy.config, { timeoutScale: 0.05 })
  expect(run.resultsWith('error').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(run.report.errors).toEqual([])
  expect(run.report.verdict).toBe('nonconformant')
})

test('a run of the command line ends with exit code 1 and every report, within the limits of time and memory', async () => {
  const proxy = await startProxy(changingEvery(stringsToObjects))
  onTestFinished(() => proxy.close())
  const run = await runCli(proxy.config)
  expect(run.resultsWith('error')).toEqual([])
  expect(run.code).toBe(1)
})
