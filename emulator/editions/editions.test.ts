import { describe, expect, test } from 'vitest'
import { createEmulator } from '../create-emulator.ts'
import { type EmulatorEdition, emulatorEditions } from './index.ts'

/** Returns the response of an emulator of an edition to a read. */
async function read(edition: EmulatorEdition, path: string) {
  const emulator = createEmulator({ edition, seed: { existingServers: 1 } })
  const { target, auth } = emulator.config
  const response = await emulator.fetch(`${target.url}/v2/${target.tenant}${path}`, {
    headers: { 'x-auth-token': auth.token },
  })
  return { profile: target.profile, headers: response.headers, text: await response.text() }
}

describe('an emulator of the edition of May 2026', () => {
  test('names its profile in the config, and has no request ids', async () => {
    const old = await read(emulatorEditions[0], '/flavors')
    const { profile, headers } = await read('2026-05', '/flavors')
    expect([old.profile, profile]).toEqual(['toast', 'nhn'])
    expect([old.headers.has('x-compute-request-id'), headers.has('x-compute-request-id')]).toEqual([true, false])
  })

  test('rejects the policy affinity', async () => {
    const create = async (edition: EmulatorEdition) => {
      const emulator = createEmulator({ edition })
      const { target, auth } = emulator.config
      const response = await emulator.fetch(`${target.url}/v2/${target.tenant}/os-server-groups`, {
        method: 'POST',
        headers: { 'x-auth-token': auth.token, 'content-type': 'application/json' },
        body: JSON.stringify({ server_group: { name: 'near', policies: ['affinity'] } }),
      })
      return response.status
    }
    expect([await create('2020-03'), await create('2026-05')]).toEqual([200, 400])
  })

  test.for([
    ['/servers/detail', ['NHN-EXT-ATTR:protect', 'NHN-EXT-ATTR:ephemeral_disk_size'], 'OS-DCF:diskConfig'],
    ['/flavors/detail', ['extra_specs'], undefined],
    ['/os-availability-zone', [], '"hosts"'],
  ] as const)('shows the fields of its edition in %s', async ([path, added, removed]) => {
    const [before, after] = [await read('2020-03', path), await read('2026-05', path)]
    for (const name of added) expect([before.text.includes(name), after.text.includes(name)]).toEqual([false, true])
    if (removed !== undefined)
      expect([before.text.includes(removed), after.text.includes(removed)]).toEqual([true, false])
  })
})

test('a page of servers has at most 100 in the edition of May 2026, and links to the next one', async () => {
  const lengths = await Promise.all(
    emulatorEditions.map(async (edition) => {
      const emulator = createEmulator({ edition, seed: { existingServers: 101 } })
      const { target, auth } = emulator.config
      const list = async (query: string) => {
        const url = `${target.url}/v2/${target.tenant}/servers${query}`
        const text = await (await emulator.fetch(url, { headers: { 'x-auth-token': auth.token } })).text()
        return { servers: text.match(/"name"/g)?.length, hasNext: text.includes('"next"') }
      }
      return [await list(''), await list('?limit=1000')]
    }),
  )
  expect(lengths).toEqual([
    [
      { servers: 101, hasNext: false },
      { servers: 101, hasNext: false },
    ],
    [
      { servers: 100, hasNext: true },
      { servers: 101, hasNext: false },
    ],
  ])
})
