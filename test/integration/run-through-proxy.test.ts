/** The suites send a proxy what no ordinary client sends: invalid requests, other tenants, floods. It accuses the emulator of nothing. */
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { createProxy } from '#engine/proxy'
import { type Edition, editions } from '#model'
import { keyRing } from '../fixtures/key-ring.ts'
import { runSuites } from '../fixtures/run-suites.ts'

const profiles: Readonly<Record<Edition, string>> = { '2020-03': 'toast', '2026-05': 'nhn' }

test.each(editions)('a run through the proxy has the same verdict as the proxy has observed (%s)', async (edition) => {
  const profile = profiles[edition]
  const emulator = await startEmulator({ keyRing, edition, control: true })
  onTestFinished(() => emulator.close())
  const { target, services } = emulator.config
  const proxy = await createProxy({ target: target.url, profile, edition })
  onTestFinished(() => proxy.close())
  const atProxy = (url: string) => proxy.url + new URL(url).pathname
  const config = {
    ...emulator.config,
    target: { ...target, url: atProxy(target.url) },
    services: Object.fromEntries(Object.entries(services).map(([name, url]) => [name, atProxy(url)])),
  }

  const { report } = await runSuites(config, { profile })
  const observed = proxy.report()

  const violated = observed.requirements.filter(({ outcome }) => outcome === 'fail')
  expect(violated.map(({ id, findings }) => [id, findings[0]?.message])).toEqual([])
  expect([report.verdict, report.errors, report.resources.leaked]).toEqual(['conformant', [], []])
  expect(observed.requirements.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(100)
})
