import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { at, bootedServer, type Driver, drive } from '../testing/driver.ts'
import { actionTable } from './compute/actions/actions.ts'
import { renderParity } from './parity.ts'
import { serviceApis } from './services.ts'

test('docs/parity.md is what the tables say; npm run parity writes it', () => {
  expect(readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8')).toBe(renderParity())
})

/** A path that the operation answers to, with a server that exists and otherwise names that nothing has. */
function pathTo(driver: Driver, root: string, path: string, serverId: string): string {
  return `${root}${path}`
    .replace('{tenant}', driver.config.target.tenant)
    .replace(':server', serverId)
    .replace(/:[a-z]+/g, 'nothing')
}

test('every operation of the page is served, and what is said to be missing or forbidden is', async () => {
  const driver = drive()
  const serverId = await bootedServer(driver)
  const wrong: string[] = []
  for (const { roots, operations } of serviceApis) {
    for (const root of roots) {
      for (const { name, method, path, isUnimplemented, isAdminOnly } of operations) {
        if (method === 'DELETE' && path === '/servers/:server') continue
        const body = method === 'GET' || method === 'DELETE' ? undefined : {}
        const answer = await driver.send(method, pathTo(driver, root, path, serverId), body)
        const isPage = String(answer.headers.get('content-type')).startsWith('text/html')
        const wanted = isUnimplemented ? 501 : isAdminOnly ? 403 : undefined
        const isRight = wanted === undefined ? !isPage && ![500, 501].includes(answer.status) : answer.status === wanted
        if (!isRight) wrong.push(`${name} ${root} ${answer.status}`)
        if (isUnimplemented) expect(JSON.stringify(answer.body)).toContain(`The operation ${name} is not part`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('names no operation twice, but for one with several paths', () => {
  const names = serviceApis.flatMap(({ operations }) => operations.map(({ name }) => name))
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('actions that are missing or forbidden are refused as such', async () => {
  const driver = drive()
  const serverId = await bootedServer(driver)
  for (const { name, isUnimplemented, isAdminOnly } of actionTable) {
    if (!isUnimplemented && !isAdminOnly) continue
    const { status, body } = await driver.action(serverId, { [name]: null })
    expect([name, status]).toEqual([name, isUnimplemented ? 501 : 403])
    if (isUnimplemented) expect(at(body, 'notImplemented.message')).toContain(`servers.action.${name}`)
  }
})
