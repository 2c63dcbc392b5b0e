import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive } from '../testing/driver.ts'
import { actionTable } from './compute/actions/actions.ts'
import { renderParity } from './parity.ts'
import { serviceApis } from './services.ts'

test('docs/parity.md is up to date (npm run parity)', () => {
  expect(readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8')).toBe(renderParity())
})

/** Returns a path of an operation, with an existing server and otherwise with names that do not exist. */
function pathTo(driver: Driver, root: string, path: string, serverId: string): string {
  return `${root}${path}`
    .replace('{tenant}', driver.config.target.tenant)
    .replace(':server', serverId)
    .replace(/:[a-z]+/g, 'nothing')
}

test('serves every operation of the page, and rejects those that are unimplemented or for administrators', async () => {
  const driver = drive()
  const serverId = await bootedServer(driver)
  const wrong: string[] = []
  for (const { roots, operations } of serviceApis) {
    for (const root of roots) {
      for (const { name, method, path, isUnimplemented, isAdminOnly } of operations) {
        if (method === 'DELETE' && path === '/servers/:server') continue
        const body = method === 'GET' || method === 'DELETE' ? undefined : {}
        const response = await driver.send(method, pathTo(driver, root, path, serverId), body)
        const isPage = String(response.headers.get('content-type')).startsWith('text/html')
        const isServed = !isPage && ![500, 501].includes(response.status)
        const isRejected = response.status === (isUnimplemented ? 501 : 403)
        const isRight = isUnimplemented || isAdminOnly ? isRejected : isServed
        if (!isRight) wrong.push(`${name} ${root} ${response.status}`)
        if (isUnimplemented) expect(JSON.stringify(response.body)).toContain(`The operation ${name} is not part`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('has no two operations of the same name', () => {
  const names = serviceApis.flatMap(({ operations }) => operations.map(({ name }) => name))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('rejects actions that are unimplemented or for administrators', async () => {
  const driver = drive()
  const serverId = await bootedServer(driver)
  for (const { name, isUnimplemented, isAdminOnly } of actionTable) {
    if (!isUnimplemented && !isAdminOnly) continue
    const { status, body } = await driver.action(serverId, { [name]: null })
    expect([name, status]).toEqual([name, isUnimplemented ? 501 : 403])
    if (isUnimplemented) expect(at(body, 'notImplemented.message')).toContain(`servers.action.${name}`)
  }
})
