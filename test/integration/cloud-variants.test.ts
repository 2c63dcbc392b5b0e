/**
 * The suites pass against clouds with other names, ids, contents and speed than the default emulator. The configuration contains
 * no resources: the run discovers them through the catalog.
 */
import { expect, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '#emulator'
import { keyRing } from '../fixtures/key-ring.ts'
import { runCli } from '../fixtures/run-cli.ts'

const seed = {
  random: 77,
  zones: ['jp-east-7', 'jp-east-8'],
  networkNames: ['backbone', 'storage', '관리망'],
  existingServers: 300,
  images: 60,
  flavorFamilies: ['x4', 'c5'],
}

const clouds: readonly (readonly [string, EmulatorOptions, timeoutScale: string])[] = [
  ['with other names and ids, 300 servers and 60 images', { seed }, '0.05'],
  ['with the timing of a small real cloud', { seed: { random: 5 }, timing: 'realistic' }, '0.5'],
]

test.concurrent.for(clouds)('a cloud %s passes', async ([, options, timeoutScale], { onTestFinished }) => {
  const emulator = await startEmulator({ keyRing, ...options, control: true })
  onTestFinished(() => emulator.close())
  const { target, other, limits } = emulator.config
  const credentials = (username: string) => ({ username, password: `${username}-password` })
  const config = {
    target,
    limits,
    // Scaled like all timeouts: on a busy machine a response may take seconds.
    timeouts: { request: '600s' },
    auth: { authUrl: `${target.url}/identity/v2.0`, ...credentials('conformance') },
    other: { tenant: other.tenant, ...credentials('other') },
  }
  const countServers = () => emulator.state.servers.all().filter(({ vmState }) => vmState !== 'deleted').length
  const countBefore = countServers()
  const { code, stderr, report } = await runCli(config, { args: ['--quiet', '--timeout-scale', timeoutScale] })
  const unmet = report?.requirements.filter(({ outcome, off }) => outcome !== 'pass' && off !== true)
  expect(unmet?.map(({ id, outcome, reason, findings }) => [id, outcome, reason ?? findings[0]?.message])).toEqual([])
  expect([code, stderr, report?.errors]).toEqual([0, '', []])
  expect(countServers()).toBe(countBefore)
})
