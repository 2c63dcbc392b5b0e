import { describe, expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { at, type Driver, drive, localRequest, serverRequest, textAt } from '../testing/driver.ts'
import { SnapshotError } from './import.ts'

/** Starts transitions of every kind, deletes a server, and enables faults. */
async function fillCloud(driver: Driver): Promise<void> {
  const { resizeFlavor, volume } = driver.config.resources
  const create = async (request: unknown) => textAt((await driver.send('POST', '/servers', request)).body, 'server.id')
  await driver.send('POST', '/os-keypairs', { keypair: { name: 'mine' } })
  const [resized, imaged, attached, deleting, deleted] = [
    await create(serverRequest(driver, { name: 'resized', key_name: 'mine' })),
    await create(localRequest(driver, { name: 'imaged' })),
    await create(serverRequest(driver, { name: 'attached', metadata: { role: 'db' } })),
    await create(serverRequest(driver, { name: 'deleting' })),
    await create(serverRequest(driver, { name: 'deleted' })),
  ]
  driver.wait(1000)
  await driver.send('DELETE', `/servers/${deleted}`)
  driver.wait(1000)
  await driver.action(resized, { resize: { flavorRef: resizeFlavor } })
  await driver.action(imaged, { createImage: { name: 'copy' } })
  await driver.send('POST', `/servers/${attached}/os-volume_attachments`, { volumeAttachment: { volumeId: volume } })
  await driver.send('DELETE', `/servers/${deleting}`)
  await driver.send('POST', '/servers', serverRequest(driver, { name: 'building' }))
  await driver.send('POST', `/volume/v3/${driver.config.target.tenant}/volumes`, { volume: { size: 3 } })
  driver.state.timing = { ...driver.state.timing, stop: { polls: 3 } }
  await driver.action(attached, { 'os-stop': null })
  await driver.send('GET', `/servers/${attached}`)
  driver.state.faults.enable(['flavors-name-missing'])
  driver.state.faultRules.put({ name: 'busy', operation: 'limits.show', status: 503, calls: 2 })
  await driver.send('GET', '/limits')
}

/** Returns the responses from now until every transition is complete, and to some further requests. */
async function futureResponses(driver: Driver): Promise<unknown[]> {
  const responses: unknown[] = []
  const send = async (path: string, method = 'GET', body?: unknown) => {
    const response = await driver.send(method, path, body)
    responses.push([path, response.status, response.body])
    return response
  }
  for (const milliseconds of [0, 2, 2, 3, 3, 4, 100]) {
    driver.wait(milliseconds)
    for (const path of ['/servers/detail', '/image/v2/images', '/os-volumes', '/os-keypairs/mine', '/limits']) {
      await send(path)
    }
  }
  const { body } = await send('/servers', 'POST', serverRequest(driver, { name: 'later' }))
  await send(`/servers/${at(body, 'server.id')}`)
  await send('/servers/detail?changes-since=2026-01-01T00:00:00Z')
  await send('/flavors')
  await send('/network/v2.0/ports')
  await send('/network/v2.0/security-groups')
  return JSON.parse(JSON.stringify(responses).replaceAll(/"adminPass":"[^"]*"/g, '"adminPass":"…"'))
}

describe('a snapshot', () => {
  test('restores a state that responds exactly like the original from then on', async () => {
    const original = drive()
    await fillCloud(original)
    const snapshot: unknown = JSON.parse(JSON.stringify(original.snapshot()))

    const copy = drive({ seed: { random: 99, zones: ['elsewhere'] }, clock: manualClock(original.state.clock.now()) })
    copy.restore(snapshot)

    expect(JSON.parse(JSON.stringify(copy.snapshot()))).toEqual(snapshot)
    expect(copy.config).toEqual(original.config)
    const expected = await futureResponses(original)
    const restored = drive({ seed: { random: 5 }, clock: manualClock(Date.UTC(2026, 0, 2, 3, 4, 7)) })
    restored.restore(snapshot)
    expect(await futureResponses(restored)).toEqual(expected)
  })

  test('shares nothing with the state it was taken from or the state restored from it', async () => {
    const driver = drive()
    await fillCloud(driver)
    const snapshot = driver.snapshot()
    const before = JSON.stringify(snapshot)
    driver.restore(snapshot)
    await futureResponses(driver)
    expect(JSON.stringify(snapshot)).toBe(before)
  })

  test('restores the time of a frozen clock and the offset of a running one', () => {
    const driver = drive()
    driver.state.clock.advance(60_000)
    const running = driver.snapshot()
    driver.state.clock.freeze()
    const frozen = driver.snapshot()
    const now = driver.state.clock.now()
    driver.wait(5000)
    driver.restore(frozen)
    expect(driver.state.clock.now()).toBe(now)
    driver.restore(running)
    expect(driver.state.clock.now()).toBe(now + 5000)
  })

  test.each([
    ['null', null, /^the state: .*Object/],
    ['an older format', { format: 1 }, /^state\.format: format 1 is not supported; this version reads format 2$/],
    ['a later format', { format: 3 }, /^state\.format: format 3 is not supported; this version reads format 2$/],
    ['an unknown key', { extra: true }, /^state\.extra: /],
    ['an incomplete server', { servers: [{ id: 'x' }] }, /^state\.servers\.0\./],
    ['an unknown fault', { faults: ['none'] }, /^state\.faults\.0: /],
    ['a negative duration', { timing: { stop: -5 } }, /^state\.timing\.stop must be milliseconds/],
    [
      'a token of an unknown user',
      { tokens: [{ text: 't', userId: 'u', issuedAt: 1, expiresAt: 2 }] },
      /^state\.tokens\.0\.userId: there is no user u/,
    ],
    ['a server without its flavor', { flavors: [] }, /^state\.servers\.0\.flavor: there is no flavor/],
  ])('is rejected with one sentence and changes nothing: %s', async (_kind, change, message) => {
    const driver = drive({ seed: { existingServers: 1 } })
    const before = driver.snapshot()
    const invalid = change === null ? null : { ...before, ...change }
    expect(() => driver.restore(invalid)).toThrow(SnapshotError)
    expect(() => driver.restore(invalid)).toThrow(message)
    expect(driver.snapshot()).toEqual(before)
  })
})

describe('a reset', () => {
  test('restores the seeded state and keeps only the tokens of the config valid', async () => {
    const driver = drive()
    const { config } = driver
    await fillCloud(driver)
    const signedIn = await driver.send(
      'POST',
      '/identity/v2.0/tokens',
      { auth: { passwordCredentials: { username: 'conformance', password: 'conformance-password' } } },
      { token: null },
    )
    driver.reset()
    expect(driver.config).toEqual(config)
    expect((await driver.send('GET', '/servers')).body).toEqual({ servers: [] })
    const token = textAt(signedIn.body, 'access.token.id')
    expect((await driver.send('GET', '/servers', undefined, { token })).status).toBe(401)
  })

  test('takes another seed, and changes nothing for an invalid one', async () => {
    const driver = drive()
    const { config } = driver
    expect(() => driver.reset({ images: 0 })).toThrow(TypeError)
    expect(driver.config).toEqual(config)
    driver.reset({ random: 2, zones: ['z'] })
    expect(driver.config.auth).toEqual(config.auth)
    expect(driver.config.resources.availabilityZone).toBe('z')
    expect(driver.config.resources.image).not.toBe(config.resources.image)
    const path = `/v2/${driver.config.target.tenant}/servers`
    expect((await driver.send('GET', path)).status).toBe(200)
  })
})
