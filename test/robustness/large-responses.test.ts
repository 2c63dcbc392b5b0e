/** Whole runs in which every answer is as heavy as it may be: memory and time stay bounded, and the verdict is the same. */
import { expect, onTestFinished, test } from 'vitest'
import { expectBounded, runCli } from './run-cli.ts'
import { startProxy, type Tamper } from './tampering-proxy.ts'

/** Puts a member into every object that the Compute service answers a read of `path` with. */
const heavier =
  (path: RegExp, member: string): Tamper =>
  (call, genuine, response) => {
    const text = genuine.body.toString('utf8')
    if (call.method !== 'GET' || !path.test(call.path) || genuine.status !== 200 || !text.startsWith('{')) return false
    const body = Buffer.from(text.replace('{', `{${member},`))
    response.writeHead(200, { ...genuine.headers, 'content-length': body.length }).end(body)
    return true
  }

const megabyte = 1024 * 1024

test.each<[string, Tamper]>([
  ['a megabyte of text in every answer', heavier(/^\/v2\//, `"padding":"${'y'.repeat(megabyte)}"`)],
  [
    'a megabyte of text beyond Latin-1 in every list',
    heavier(/^\/v2\/[^/]+\/[^/]+$/, `"padding":"${'한'.repeat(megabyte / 3)}"`),
  ],
  ['almost four megabytes in every list', heavier(/^\/v2\/[^/]+\/[^/]+$/, `"padding":"${'y'.repeat(3.9 * megabyte)}"`)],
  ['a hundred thousand numbers in every list', heavier(/^\/v2\/[^/]+\/[^/]+$/, `"padding":[${'0,'.repeat(100_000)}0]`)],
  [
    'fifty thousand members of other names in every list',
    heavier(
      /^\/v2\/[^/]+\/[^/]+$/,
      Array.from({ length: 50_000 }, (_, index) => `"padding-${index}":${index}`).join(','),
    ),
  ],
])('%s', async (_, spoil) => {
  const target = await startProxy(spoil)
  onTestFinished(() => target.close())
  // Megabytes for every list keep a busy machine from answering all of them within the usual seconds.
  const run = await runCli(target.config, { patience: 170, args: ['--timeout-scale', '0.2'] })
  expect(run.report?.totals).toMatchObject({ fail: 0, error: 0, inconclusive: 0 })
  expect(run.report?.verdict).toBe('conformant')
  expect(run.code).toBe(0)
  expectBounded(run, 160)
})
