import { describe, expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { at, type Driver, drive, localRequest, serverRequest, textAt } from '../testing/driver.ts'
import { SnapshotError } from './import.ts'

/** A cloud in the midst of everything: things being built, resized, imaged, attached, deleted; and faults. */
async function busyCloud(driver: Driver): Promise<void> {
  const { resizeFlavor, volume } = driver.config.resources
  const boot = async (request: unknown) => textAt((await driver.send('POST', '/servers', request)).body, 'server.id')
  await driver.send('POST', '/os-keypairs', { keypair: { name: 'mine' } })
  const [resized, imaged, attached, deleted, gone] = [
    await boot(serverRequest(driver, { name: 'resized', key_name: 'mine' })),
    await boot(localRequest(driver, { name: 'imaged' })),
    await boot(serverRequest(driver, { name: 'attached', metadata: { role: 'db' } })),
    await boot(serverRequest(driver, { name: 'deleted' })),
    await boot(serverRequest(driver, { name: 'gone' })),
  ]
  driver.wait(1000)
  await driver.send('DELETE', `/servers/${gone}`)
  driver.wait(1000)
  await driver.action(resized, { resize: { flavorRef: resizeFlavor } })
  await driver.action(imaged, { createImage: { name: 'copy' } })
  await driver.send('POST', `/servers/${attached}/os-volume_attachments`, { volumeAttachment: { volumeId: volume } })
  await driver.send('DELETE', `/servers/${deleted}`)
  await driver.send('POST', '/servers', serverRequest(driver, { name: 'being built' }))
  await driver.send('POST', `/volume/v3/${driver.config.target.tenant}/volumes`, { volume: { size: 3 } })
  driver.state.timing = { ...driver.state.timing, stop: { polls: 3 } }
  await driver.action(attached, { 'os-stop': null })
  await driver.send('GET', `/servers/${attached}`)
  driver.state.faults.enable(['flavors-name-missing'])
  driver.state.faultRules.put({ name: 'busy', operation: 'limits.show', status: 503, calls: 2 })
  await driver.send('GET', '/limits')
}

/** What a client is told from here on, step by step, until everything has settled, and then some more. */
async function future(driver: Driver): Promise<unknown[]> {
  const told: unknown[] = []
  const tell = async (path: string, method = 'GET', body?: unknown) => {
    const answer = await driver.send(method, path, body)
    told.push([path, answer.status, answer.body])
    return answer
  }
  for (const pause of [0, 2, 2, 3, 3, 4, 100]) {
    driver.wait(pause)
    for (const path of ['/servers/detail', '/image/v2/images', '/os-volumes', '/os-keypairs/mine', '/limits']) {
      await tell(path)
    }
  }
  await tell('/servers', 'POST', serverRequest(driver, { name: 'later' }))
    .then(({ body }) => at(body, 'server.id'))
    .then((id) => tell(`/servers/${id}`))
  await tell('/servers/detail?changes-since=2026-01-01T00:00:00Z')
  await tell('/flavors')
  await tell('/network/v2.0/ports')
  await tell('/network/v2.0/security-groups')
  return JSON.parse(JSON.stringify(told).replaceAll(/"adminPass":"[^"]*"/g, '"adminPass":"…"'))
}

describe('an archive', () => {
  test('is exact: the world made of it goes on as the first would have', async () => {
    const first = drive()
    await busyCloud(first)
    const archive: unknown = JSON.parse(JSON.stringify(first.snapshot()))

    const second = drive({ seed: { random: 99, zones: ['elsewhere'] }, clock: manualClock(first.state.clock.now()) })
    second.restore(archive)

    expect(JSON.parse(JSON.stringify(second.snapshot()))).toEqual(archive)
    expect(second.config).toEqual(first.config)
    const expected = await future(first)
    const restored = drive({ seed: { random: 5 }, clock: manualClock(Date.UTC(2026, 0, 2, 3, 4, 7)) })
    restored.restore(archive)
    expect(await future(restored)).toEqual(expected)
  })

  test('shares nothing with the world it was made of, nor with the one that is made of it', async () => {
    const driver = drive()
    await busyCloud(driver)
    const archive = driver.snapshot()
    const before = JSON.stringify(archive)
    driver.restore(archive)
    await future(driver)
    expect(JSON.stringify(archive)).toBe(before)
  })

  test('of a frozen clock restores the time at which it stands, of a running one how far it is ahead', () => {
    const driver = drive()
    driver.state.clock.advance(60_000)
    const ahead = driver.snapshot()
    driver.state.clock.freeze()
    const frozen = driver.snapshot()
    const now = driver.state.clock.now()
    driver.wait(5000)
    driver.restore(frozen)
    expect(driver.state.clock.now()).toBe(now)
    driver.restore(ahead)
    expect(driver.state.clock.now()).toBe(now + 5000)
  })

  test.each([
    ['nothing', null, /^the state: .*Object/],
    ['another format', { format: 2 }, /^state\.format: .*1/],
    ['an unknown key', { extra: true }, /^state\.extra: /],
    ['a bad server', { servers: [{ id: 'x' }] }, /^state\.servers\.0\./],
    ['an unknown fault', { faults: ['none'] }, /^state\.faults\.0: /],
    ['a negative time', { timing: { stop: -5 } }, /^state\.timing\.stop must be milliseconds/],
    ['a token of nobody', { tokens: [{ text: 't', user: 'u', issuedAt: 1, expiresAt: 2 }] }, /no user u/],
    ['a server without its flavor', { flavors: [] }, /^state\.servers\.0\.flavor: there is no flavor/],
  ])('is refused as %s, in one sentence, and nothing changes', async (_what, change, sentence) => {
    const driver = drive({ seed: { existingServers: 1 } })
    const before = driver.snapshot()
    const bad = change === null ? null : { ...before, ...change }
    expect(() => driver.restore(bad)).toThrow(SnapshotError)
    expect(() => driver.restore(bad)).toThrow(sentence)
    expect(driver.snapshot()).toEqual(before)
  })
})

describe('a reset', () => {
  test('with the same seed gives the same cloud, and keeps the tokens of the config', async () => {
    const driver = drive()
    const { config } = driver
    await busyCloud(driver)
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

  test('with another seed gives another, and a bad one changes nothing', async () => {
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
