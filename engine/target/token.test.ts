import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { obtainToken } from './token.ts'

test('a token is the given one, or one of the identity service', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'token-'))
  const { config, url, close } = await startEmulator()
  onTestFinished(async () => {
    await close()
    rmSync(cwd, { recursive: true })
  })
  writeFileSync(join(cwd, 'ready.json'), JSON.stringify(config))
  const obtain = (options: object, env: NodeJS.ProcessEnv = {}) =>
    obtainToken(options, { env, cwd }, (line) => expect.unreachable(line))

  expect(await obtain({ config: 'ready.json' })).toBe(config.auth.token)
  expect(await obtain({ config: 'ready.json', other: true })).toBe(config.other?.token)
  await expect(obtain({ other: true, target: url, token: 'tok' })).rejects.toThrow('no second tenant is configured')
  const credentials = {
    OS_AUTH_URL: `${url}/identity/v3`,
    ...{
      OS_USERNAME: 'conformance',
      OS_PASSWORD: 'conformance-password',
      OS_PROJECT_ID: config.target.tenant,
      OS_USER_DOMAIN_ID: 'default',
    },
  }
  const token = await obtain({}, credentials)
  const response = await fetch(`${url}/v2/${config.target.tenant}/flavors`, { headers: { 'x-auth-token': token } })
  expect(response.status).toBe(200)
  await expect(obtain({})).rejects.toThrow('no target URL and no identity service to sign in to')
})
