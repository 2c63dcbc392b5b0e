import { describe, expect, test } from 'vitest'
import {
  at,
  bootedServer,
  type Driver,
  drive,
  localRequest,
  observedStates,
  stateOf,
  textAt,
} from '../testing/driver.ts'
import { forceStatus } from './force-status.ts'

function put(driver: Driver, serverId: string, status: Parameters<typeof forceStatus>[2]): void {
  const server = driver.state.servers.get(serverId)
  if (server === undefined) throw new Error(`no server ${serverId}`)
  forceStatus(driver.state, server, status)
}

describe('an action', () => {
  test.each([
    [{ rescue: null }, 200, ['ACTIVE/rescuing', 'RESCUE/null']],
    [{ rescue: { adminPass: 'secret' } }, 200, ['ACTIVE/rescuing', 'RESCUE/null']],
    [{ changePassword: { adminPass: 'secret' } }, 202, ['PASSWORD/updating_password', 'ACTIVE/null']],
    [
      { shelve: null },
      202,
      [
        'ACTIVE/shelving',
        'ACTIVE/shelving_image_pending_upload',
        'ACTIVE/shelving_image_uploading',
        'SHELVED/shelving_offloading',
        'SHELVED_OFFLOADED/null',
      ],
    ],
    [{ forceDelete: null }, 202, ['ACTIVE/deleting', '404']],
  ])('%j has the response %i, and a u2 server the expected states', async (action, status, expected) => {
    const driver = drive()
    const id = await bootedServer(driver, localRequest(driver))
    expect((await driver.action(id, action)).status).toBe(status)
    expect(await observedStates(driver, id)).toEqual(expected)
  })

  test.each([
    [{ unrescue: null }, 'RESCUE', ['RESCUE/unrescuing', 'ACTIVE/null']],
    [
      { unshelve: null },
      'SHELVED_OFFLOADED',
      ['SHELVED_OFFLOADED/unshelving', 'SHELVED_OFFLOADED/spawning', 'ACTIVE/null'],
    ],
    [{ unshelve: {} }, 'SHELVED', ['SHELVED/unshelving', 'SHELVED/spawning', 'ACTIVE/null']],
    [{ restore: null }, 'SOFT_DELETED', ['ACTIVE/null']],
  ] as const)('%j brings a server back from %s', async (action, before, expected) => {
    const driver = drive()
    const id = await bootedServer(driver)
    put(driver, id, before)
    expect((await driver.action(id, action)).status).toBe(202)
    expect(await observedStates(driver, id)).toEqual(expected)
    expect(textAt((await driver.send('GET', `/servers/${id}`)).body, 'server.hostId')).toHaveLength(56)
  })

  test('shelve of a volume-backed server leaves its host immediately', async () => {
    const driver = drive()
    const id = await bootedServer(driver)
    await driver.action(id, { shelve: null })
    expect(await observedStates(driver, id)).toEqual([
      'ACTIVE/shelving',
      'SHELVED/shelving_offloading',
      'SHELVED_OFFLOADED/null',
    ])
    expect(at((await driver.send('GET', `/servers/${id}`)).body, 'server.hostId')).toBe('')
  })

  test.each([
    ['ACTIVE', [{ unrescue: null }, { unshelve: null }, { restore: null }]],
    ['SHUTOFF', [{ changePassword: { adminPass: 'x' } }, { unrescue: null }]],
    ['PAUSED', [{ rescue: null }, { rebuild: { imageRef: 'IMAGE' } }]],
    ['SHELVED', [{ shelve: null }, { 'os-start': null }]],
    ['SUSPENDED', [{ rescue: null }, { 'os-stop': null }]],
  ] as const)('is rejected in %s with 409', async (status, actions) => {
    const driver = drive()
    const id = await bootedServer(driver, localRequest(driver))
    put(driver, id, status)
    for (const action of actions) {
      const body = JSON.stringify(action).replace('IMAGE', driver.config.resources.image)
      const response = await driver.send('POST', `/servers/${id}/action`, body)
      expect([body, response.status]).toEqual([body, 409])
    }
  })

  test.each([
    [{ rebuild: null }, 400],
    [{ rebuild: {} }, 400],
    [{ rebuild: { imageRef: 'no uuid' } }, 400],
    [{ rebuild: { imageRef: '00000000-0000-4000-8000-00000000ffff' } }, 400],
    [{ changePassword: null }, 400],
    [{ changePassword: {} }, 400],
    [{ rescue: 'now' }, 400],
    [{ 'os-getConsoleOutput': { length: 'all' } }, 400],
    [{ 'os-getVNCConsole': { type: 'novnc' } }, 400],
    [{ 'os-getVNCConsole': {} }, 400],
    [{ 'os-resetState': { state: 'active' } }, 403],
    [{ shelveOffload: null }, 403],
    [{ createBackup: {} }, 400],
    [{ addFixedIp: { networkId: 'x' } }, 501],
    ['x', 404],
  ])('%j is rejected with %i', async (action, status) => {
    const driver = drive()
    const id = await bootedServer(driver, localRequest(driver))
    const body = typeof action === 'string' ? JSON.stringify(action) : action
    expect((await driver.send('POST', `/servers/${id}/action`, body)).status).toBe(status)
    expect(await stateOf(driver, id)).toBe('ACTIVE/null')
  })
})

describe('a rebuild', () => {
  test('responds with the server, changes the requested attributes, and keeps a stopped server stopped', async () => {
    const driver = drive()
    const { image } = driver.config.resources
    const id = await bootedServer(driver, localRequest(driver, { metadata: { a: '1' } }))
    const rebuild = { imageRef: image, name: 'rebuilt', metadata: { b: '2' }, adminPass: 'chosen' }
    const response = await driver.action(id, { rebuild })
    expect([response.status, at(response.body, 'server.adminPass'), at(response.body, 'server.status')]).toEqual([
      ...[202, 'chosen', 'REBUILD'],
    ])
    expect(response.headers.get('location')).toMatch(new RegExp(`/servers/${id}$`))
    expect(await observedStates(driver, id)).toEqual([
      'REBUILD/rebuilding',
      'REBUILD/rebuild_block_device_mapping',
      'REBUILD/rebuild_spawning',
      'ACTIVE/null',
    ])
    const { body } = await driver.send('GET', `/servers/${id}`)
    expect([at(body, 'server.name'), at(body, 'server.metadata')]).toEqual(['rebuilt', { b: '2' }])
    put(driver, id, 'SHUTOFF')
    await driver.action(id, { rebuild: { imageRef: image } })
    expect((await observedStates(driver, id)).at(-1)).toBe('SHUTOFF/null')
  })

  test('of a volume-backed server needs the same image, and a rescue of it is rejected', async () => {
    const driver = drive()
    const { image, windowsImage } = driver.config.resources
    const id = await bootedServer(driver)
    expect((await driver.action(id, { rebuild: { imageRef: windowsImage } })).status).toBe(400)
    expect((await driver.action(id, { rescue: null })).status).toBe(400)
    expect((await driver.action(id, { rebuild: { imageRef: image } })).status).toBe(202)
  })
})

test('the console log says that it is synthetic, and can be limited', async () => {
  const driver = drive()
  const id = await bootedServer(driver, localRequest(driver, { name: 'host-1' }))
  const whole = await driver.action(id, { 'os-getConsoleOutput': {} })
  expect(textAt(whole.body, 'output')).toMatch(/^.*synthetic[\s\S]*192\.168\.0\.2[\s\S]*host-1 login:$/)
  const last = await driver.action(id, { 'os-getConsoleOutput': { length: 1 } })
  expect(at(last.body, 'output')).toBe('host-1 login:')
  put(driver, id, 'BUILD')
  expect((await driver.action(id, { 'os-getConsoleOutput': {} })).status).toBe(409)
})

test('the number of deleted servers that are kept is limited', async () => {
  const driver = drive()
  const [first, ...others] = await Promise.all(
    Array.from({ length: 1005 }, () => driver.send('POST', '/servers', localRequest(driver))),
  )
  driver.wait(100)
  const ids = [first, ...others].map((response) => textAt(response?.body, 'server.id'))
  for (const id of ids) await driver.send('DELETE', `/servers/${id}`)
  driver.wait(100)
  await driver.send('GET', '/servers')
  expect(driver.state.servers.all().map(({ id }) => id)).toEqual(ids.slice(5))
})
