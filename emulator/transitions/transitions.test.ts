import { describe, expect, test } from 'vitest'
import {
  at,
  bootedServer,
  type Driver,
  drive,
  localRequest,
  observedStates,
  serverRequest,
  stateOf,
  textAt,
} from '../testing/driver.ts'

const stopped = async (driver: Driver, request?: unknown) => {
  const id = await bootedServer(driver, request)
  await driver.action(id, { 'os-stop': null })
  driver.wait(1000)
  return id
}

describe('a server', () => {
  test('is built in stages and then is ACTIVE', async () => {
    const driver = drive()
    const { body } = await driver.send('POST', '/servers', serverRequest(driver))
    expect(await observedStates(driver, textAt(body, 'server.id'), 30)).toEqual([
      'BUILD/scheduling',
      'BUILD/networking',
      'BUILD/block_device_mapping',
      'BUILD/spawning',
      'ACTIVE/null',
    ])
  })

  test('changes with the clock, however often it is read', async () => {
    const driver = drive()
    const { body } = await driver.send('POST', '/servers', serverRequest(driver))
    const id = textAt(body, 'server.id')
    for (let look = 0; look < 50; look++) await stateOf(driver, id)
    expect(await stateOf(driver, id)).toBe('BUILD/scheduling')
    driver.wait(60_000)
    const { body: shown } = await driver.send('GET', `/servers/${id}`)
    expect(at(shown, 'server.updated')).toBe('2026-01-02T03:04:05Z')
  })

  test.each([
    [{ 'os-stop': null }, ['ACTIVE/powering-off', 'SHUTOFF/null']],
    [{ reboot: { type: 'SOFT' } }, ['REBOOT/rebooting', 'REBOOT/reboot_started', 'ACTIVE/null']],
    [{ reboot: { type: 'HARD' } }, ['HARD_REBOOT/rebooting_hard', 'HARD_REBOOT/reboot_started_hard', 'ACTIVE/null']],
    [{ pause: null }, ['ACTIVE/pausing', 'PAUSED/null']],
    [{ suspend: null }, ['ACTIVE/suspending', 'SUSPENDED/null']],
  ])('has the expected states after %j while it is ACTIVE', async (action, expected) => {
    const driver = drive()
    const id = await bootedServer(driver)
    expect((await driver.action(id, action)).status).toBe(202)
    expect(await observedStates(driver, id, 30)).toEqual(expected)
  })

  test.each([
    [{ 'os-start': {} }, ['SHUTOFF/powering-on', 'ACTIVE/null']],
    [{ reboot: { type: 'HARD' } }, ['SHUTOFF/rebooting_hard', 'SHUTOFF/reboot_started_hard', 'ACTIVE/null']],
  ])('has the expected states after %j while it is SHUTOFF', async (action, expected) => {
    const driver = drive()
    const id = await stopped(driver)
    expect((await driver.action(id, action)).status).toBe(202)
    expect(await observedStates(driver, id, 30)).toEqual(expected)
  })

  test('has the new flavor and its previous state after a resize that confirms itself', async () => {
    const driver = drive()
    const { flavor, resizeFlavor } = driver.config.resources
    const running = await bootedServer(driver)
    await driver.action(running, { resize: { flavorRef: resizeFlavor } })
    expect(await observedStates(driver, running, 40)).toEqual([
      'RESIZE/resize_prep',
      'RESIZE/resize_migrating',
      'RESIZE/resize_migrated',
      'RESIZE/resize_finish',
      'VERIFY_RESIZE/null',
      'ACTIVE/null',
    ])
    await driver.action(running, { 'os-stop': null })
    driver.wait(100)
    await driver.action(running, { resize: { flavorRef: flavor, 'OS-DCF:diskConfig': 'AUTO' } })
    driver.wait(100)
    expect(await stateOf(driver, running)).toBe('SHUTOFF/null')
    const { body } = await driver.send('GET', `/servers/${running}`)
    expect(at(body, 'server.flavor.id')).toBe(flavor)
  })

  test('allows a resize to be confirmed or reverted before that', async () => {
    const driver = drive({ timing: { verifyResize: 1000 } })
    const { flavor, resizeFlavor } = driver.config.resources
    const id = await bootedServer(driver)
    await driver.action(id, { resize: { flavorRef: resizeFlavor } })
    driver.wait(20)
    expect((await driver.action(id, { revertResize: null })).status).toBe(202)
    expect(await observedStates(driver, id, 10)).toEqual(['REVERT_RESIZE/resize_reverting', 'ACTIVE/null'])
    const { body } = await driver.send('GET', `/servers/${id}`)
    expect(at(body, 'server.flavor.id')).toBe(flavor)
    await driver.action(id, { resize: { flavorRef: resizeFlavor } })
    driver.wait(20)
    expect((await driver.action(id, { confirmResize: null })).status).toBe(204)
    expect(await observedStates(driver, id, 10)).toEqual(['VERIFY_RESIZE/null', 'ACTIVE/null'])
  })

  test('allows a hard reboot during a soft one, and no other action during an action', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    await driver.action(id, { reboot: { type: 'SOFT' } })
    expect((await driver.action(id, { 'os-stop': null })).status).toBe(409)
    expect((await driver.action(id, { reboot: { type: 'SOFT' } })).status).toBe(409)
    expect((await driver.action(id, { reboot: { type: 'HARD' } })).status).toBe(202)
    expect(await observedStates(driver, id, 30)).toEqual([
      'HARD_REBOOT/rebooting_hard',
      'HARD_REBOOT/reboot_started_hard',
      'ACTIVE/null',
    ])
  })

  test('keeps its status while an image of it is queued, saving and active', async () => {
    const driver = drive()
    const id = await bootedServer(driver, localRequest(driver))
    const response = await driver.action(id, { createImage: { name: 'copy', metadata: { purpose: 'test' } } })
    const imageId = textAt(response.body, 'image_id')
    expect(response.headers.get('location')).toMatch(new RegExp(`/v2/images/${imageId}$`))
    const observed: unknown[] = []
    for (let elapsed = 0; elapsed < 20; elapsed++) {
      const { body } = await driver.send('GET', `/image/v2/images/${imageId}`)
      if (at(body, 'status') !== observed.at(-1)) observed.push(at(body, 'status'))
      expect((await stateOf(driver, id)).split('/')[0]).toBe('ACTIVE')
      driver.wait(1)
    }
    expect(observed).toEqual(['queued', 'saving', 'active'])
    const { body } = await driver.send('GET', `/image/v2/images/${imageId}`)
    expect([at(body, 'name'), at(body, 'purpose'), at(body, 'owner')]).toEqual([
      'copy',
      'test',
      driver.config.target.tenant,
    ])
  })

  test('can be deleted during an action, and is then listed only with changes-since', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    await driver.action(id, { reboot: { type: 'SOFT' } })
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(204)
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(204)
    expect(await observedStates(driver, id, 20)).toEqual(['ACTIVE/deleting', '404'])
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(404)
    expect(at((await driver.send('GET', '/servers')).body, 'servers')).toEqual([])
    const { body } = await driver.send('GET', '/servers/detail?changes-since=2026-01-01T00:00:00Z')
    expect([at(body, 'servers.0.id'), at(body, 'servers.0.status')]).toEqual([id, 'DELETED'])
  })

  test('is in ERROR with a reason when no host is large enough, and can then be deleted', async () => {
    const driver = drive()
    const flavor = driver.state.flavors.find(({ vcpus }) => vcpus > 64)
    const id = await bootedServer(driver, serverRequest(driver, { flavorRef: flavor?.id }))
    const { body } = await driver.send('GET', `/servers/${id}`)
    expect(at(body, 'server.status')).toBe('ERROR')
    expect(at(body, 'server.fault.code')).toBe(500)
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(204)
  })

  test('rejects every change while it is locked', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    await driver.action(id, { lock: null })
    expect((await driver.action(id, { 'os-stop': null })).status).toBe(409)
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(409)
    await driver.action(id, { unlock: null })
    expect((await driver.action(id, { 'os-stop': null })).status).toBe(202)
  })
})

describe('preconditions', () => {
  const rejections = {
    ACTIVE: [{ 'os-start': null }, { unpause: null }, { resume: null }, { confirmResize: null }],
    SHUTOFF: [{ 'os-stop': null }, { reboot: { type: 'SOFT' } }, { pause: null }, { suspend: null }],
    PAUSED: [{ 'os-start': null }, { 'os-stop': null }, { reboot: { type: 'SOFT' } }, { suspend: null }],
  }

  test('reject actions that the state forbids with 409 conflictingRequest', async () => {
    const driver = drive()
    const servers = {
      ACTIVE: await bootedServer(driver),
      SHUTOFF: await stopped(driver),
      PAUSED: await bootedServer(driver),
    }
    await driver.action(servers.PAUSED, { pause: null })
    driver.wait(100)
    for (const state of ['ACTIVE', 'SHUTOFF', 'PAUSED'] as const) {
      for (const action of rejections[state]) {
        const response = await driver.action(servers[state], action)
        expect([state, action, response.status]).toEqual([state, action, 409])
        expect(at(response.body, 'conflictingRequest.code')).toBe(409)
      }
      expect(await stateOf(driver, servers[state])).toBe(`${state}/null`)
    }
  })

  test('allow a hard reboot in every state that the document lists', async () => {
    const driver = drive()
    for (const before of [{ pause: null }, { suspend: null }, { 'os-stop': null }]) {
      const id = await bootedServer(driver)
      await driver.action(id, before)
      driver.wait(100)
      expect((await driver.action(id, { reboot: { type: 'HARD' } })).status).toBe(202)
      driver.wait(100)
      expect(await stateOf(driver, id)).toBe('ACTIVE/null')
    }
  })

  test('reject every action except deletion during the build', async () => {
    const driver = drive()
    const { body } = await driver.send('POST', '/servers', serverRequest(driver))
    const id = textAt(body, 'server.id')
    for (const action of [{ 'os-stop': null }, { reboot: { type: 'HARD' } }, { createImage: { name: 'x' } }]) {
      expect((await driver.action(id, action)).status).toBe(409)
    }
    expect((await driver.send('DELETE', `/servers/${id}`)).status).toBe(204)
  })
})
