/** Targets that answer with values of another type than anybody expects: each is judged, and none of them breaks us. */
import { expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'
import { startProxy, type Tamper } from './tampering-proxy.ts'

type Change = (value: unknown, key: string) => unknown

/** Goes through a value and changes what is not needed to find one's way. */
function changed(value: unknown, change: Change, key = ''): unknown {
  if (['id', 'status', 'OS-EXT-STS:task_state', 'servers', 'keypairs'].includes(key)) return value
  if (Array.isArray(value))
    return change(
      value.map((inner) => changed(inner, change)),
      key,
    )
  if (typeof value !== 'object' || value === null) return change(value, key)
  const members = Object.entries(value).map(([name, inner]) => [name, changed(inner, change, name)])
  return change(Object.fromEntries(members), key)
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'

/** Changes what comes below a server, a keypair, a flavor and so on; the wrapper of an answer stays. */
const inEvery =
  (change: Change): Tamper =>
  ({ path }, genuine, response) => {
    if (!path.startsWith('/v2/') || !genuine.body.toString('utf8').startsWith('{')) return false
    const body: unknown = JSON.parse(genuine.body.toString('utf8'))
    const spoilt = changed(body, (value, key) => (key === '' || isWrapper(key) ? value : change(value, key)))
    const text = Buffer.from(JSON.stringify(spoilt))
    response.writeHead(genuine.status, { ...genuine.headers, 'content-length': text.length }).end(text)
    return true
  }

const isWrapper = (key: string): boolean =>
  /^(server|flavor|keypair|volumeAttachment|image)s?$|Info$|Attachments$/.test(key)

test.each<[string, Change]>([
  ['texts are numbers', (value) => (isText(value) ? 17 : value)],
  ['texts are null', (value) => (isText(value) ? null : value)],
  ['texts are objects', (value) => (isText(value) ? { toString: 'x', constructor: null } : value)],
  ['texts are empty', (value) => (isText(value) ? '' : value)],
  ['texts are lone halves of characters', (value) => (isText(value) ? '\ud800' : value)],
  ['lists are objects', (value) => (Array.isArray(value) ? { ...value } : value)],
  ['lists are null', (value) => (Array.isArray(value) ? null : value)],
  ['lists hold null', (value) => (Array.isArray(value) ? value.map(() => null) : value)],
  ['objects are lists', (value) => (isObject(value) ? [value] : value)],
  ['objects are null', (value) => (isObject(value) ? null : value)],
  ['numbers are beyond all bounds', (value) => (typeof value === 'number' ? 1e308 : value)],
])('%s', async (_, change) => {
  const target = await startProxy(inEvery(change))
  onTestFinished(() => target.close())
  const run = await runCli(target.config, { patience: 170 })
  const errors = run.report?.requirements.filter(({ outcome }) => outcome === 'error')
  expect(errors?.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(run.report?.errors).toEqual([])
  expect(run.code).toBe(1)
  expectBounded(run, 170)
})
