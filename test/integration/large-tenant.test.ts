/** A tenant with thousands of servers of other users: reading all pages of its lists for each comparison would take minutes. */
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { runCli } from '../fixtures/run-cli.ts'

/** A default page has 100 servers, the longest one 1,000. */
const otherServers = 2_500

test('a run reads all pages of a list only once, to learn what existed before it', async () => {
  const emulator = await startEmulator({ edition: '2026-05' })
  onTestFinished(() => emulator.close())
  const { target, auth, resources } = emulator.config
  const create = async (path: string, body: object) => {
    const headers = { 'x-auth-token': auth.token, 'content-type': 'application/json' }
    const url = `${emulator.url}/v2/${target.tenant}${path}`
    const { ok, status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(ok, `${path} returned ${status}`).toBe(true)
  }
  await create('/os-keypairs', { keypair: { name: 'others' } })
  const { image: imageRef, localFlavor: flavorRef, network: uuid } = resources
  const server = { name: 'others', imageRef, flavorRef, key_name: 'others', networks: [{ uuid }], min_count: 10 }
  for (let created = 0; created < otherServers; created += 10) await create('/servers', { server })

  const { report } = await runCli(emulator.config, {
    only: ['servers.list.*', 'servers.detail.*', 'access.tenant-isolation'],
  })

  expect(report?.verdict).toBe('conformant')
  const laterPages = report?.exchanges.filter(({ url }) => /\?(?=.*\bmarker=)(?=.*\blimit=\d{3,})/.test(url))
  expect(laterPages?.length).toBe(Math.floor(otherServers / 1_000) + 1)
})
