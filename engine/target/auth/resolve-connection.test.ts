import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../config/config.ts'
import type { TargetOptions } from '../target-options.ts'
import { resolveConnection } from './resolve-connection.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'connection-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
})

const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)

function connection({
  options = {},
  env = {},
  config = {},
}: {
  options?: TargetOptions
  env?: NodeJS.ProcessEnv
  config?: Config
}) {
  const warnings: string[] = []
  const merged = resolveConnection(options, config, { env: { HOME: cwd, ...env }, cwd }, (line) => warnings.push(line))
  return { ...merged, warnings }
}

const signInEnv = {
  OS_AUTH_URL: 'http://env/v3',
  OS_USERNAME: 'env-user',
  OS_PASSWORD: 'pw',
  OS_PROJECT_NAME: 'p',
  OS_REGION_NAME: 'ENV',
}
const config: Config = {
  target: { url: 'http://file', tenant: 'ft', region: 'FILE' },
  auth: { token: 'file-token' },
}

describe('precedence', () => {
  test('is command line, then environment, then config file', () => {
    const options = { target: 'http://cli', tenant: 'ct', token: 'cli-token' }
    const env = { OS_TOKEN: 'env-token', OS_PROJECT_ID: 'et', OS_COMPUTE_ENDPOINT_OVERRIDE: 'http://env' }
    expect(connection({ options, env, config })).toMatchObject({
      url: 'http://cli',
      credentials: { token: 'cli-token', project: { id: 'ct' } },
    })
    expect(connection({ env, config })).toMatchObject({
      url: 'http://env',
      credentials: { token: 'env-token', project: { id: 'et' } },
    })
    expect(connection({ config })).toMatchObject({
      url: 'http://file',
      region: 'FILE',
      credentials: { token: 'file-token', project: { id: 'ft' } },
    })
  })

  test('does not combine credentials of two sources, and warns about the unused ones', () => {
    const { credentials, region, warnings } = connection({ env: signInEnv, config, options: { config: 'c.yaml' } })
    expect(credentials).toEqual({
      authUrl: 'http://env/v3',
      user: { name: 'env-user' },
      password: 'pw',
      project: { name: 'p' },
    })
    expect(region).toBe('ENV')
    expect(warnings).toEqual([
      'Signing in with the OS_* variables of the environment, not with the credentials of c.yaml.',
    ])
  })

  test('completes the credentials of the file with a password from the environment', () => {
    const auth = { authUrl: 'http://file/v2.0', username: 'ada', tenantId: 'ft' }
    const { credentials, warnings } = connection({ env: { OS_PASSWORD: 'pw' }, config: { auth } })
    expect(credentials).toEqual({
      authUrl: 'http://file/v2.0',
      user: { name: 'ada' },
      password: 'pw',
      project: { id: 'ft' },
    })
    expect(warnings).toEqual([])
  })

  test('uses the identity service of another source for a token only when target or tenant is unknown', () => {
    const options = { target: 'http://cli', token: 'cli-token' }
    expect(connection({ options, env: signInEnv }).credentials.authUrl).toBe('http://env/v3')
    expect(connection({ options: { ...options, tenant: 't' }, env: signInEnv }).credentials.authUrl).toBeUndefined()
  })

  test('signs in to the tenant of --tenant', () => {
    expect(connection({ options: { tenant: 'ct' }, env: signInEnv }).credentials).toMatchObject({
      user: { name: 'env-user' },
      project: { id: 'ct' },
    })
  })

  test('rejects a file with two different tenants', () => {
    const auth = { authUrl: 'http://file', username: 'a', password: 'b', tenantId: 'other' }
    expect(() => connection({ config: { target: { tenant: 'ft' }, auth }, options: { config: 'c.yaml' } })).toThrow(
      'c.yaml: /target/tenant and /auth/tenantId name different tenants; remove one of them',
    )
  })

  test('resolves paths in the config file relative to its folder', () => {
    const { tls } = connection({ config: { tls: { ca: 'ca.pem' } }, options: { config: 'sub/c.yaml', insecure: true } })
    expect(tls).toEqual({ ca: join(cwd, 'sub', 'ca.pem'), insecure: true })
  })
})

describe('the OS_* variables', () => {
  test('are read as the OpenStack client reads them', () => {
    const env = {
      OS_AUTH_URL: 'http://k:5000',
      OS_IDENTITY_API_VERSION: '3',
      OS_USER_ID: 'u1',
      OS_USER_DOMAIN_NAME: 'Users',
      OS_PASSWORD: 'pw',
      OS_TENANT_ID: 't1',
      OS_PROJECT_NAME: '',
      OS_PROJECT_DOMAIN_ID: 'd1',
      OS_REGION_NAME: 'R',
      OS_ENDPOINT_TYPE: 'internalURL',
      OS_CACERT: 'ca.pem',
      OS_INSECURE: 'True',
    }
    expect(connection({ env })).toMatchObject({
      credentials: {
        authUrl: 'http://k:5000',
        version: 'v3',
        user: { id: 'u1', domainName: 'Users' },
        password: 'pw',
        project: { id: 't1', domainId: 'd1' },
      },
      region: 'R',
      interface: 'internal',
      tls: { ca: join(cwd, 'ca.pem'), insecure: true },
    })
  })

  test('can contain an application credential', () => {
    const env = {
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_AUTH_URL: 'http://k:5000',
      OS_APPLICATION_CREDENTIAL_ID: 'a',
      OS_APPLICATION_CREDENTIAL_SECRET: 's',
      OS_TOKEN: 'stale',
    }
    expect(connection({ env }).credentials).toEqual({
      authUrl: 'http://k:5000',
      version: 'v3',
      application: { id: 'a', secret: 's' },
    })
  })

  test('ignore the token when OS_AUTH_TYPE is password', () => {
    const env = { ...signInEnv, OS_TOKEN: 'stale', OS_AUTH_TYPE: 'password' }
    expect(connection({ env }).credentials.token).toBeUndefined()
    expect(connection({ env: { ...env, OS_AUTH_TYPE: 'token' } }).credentials.token).toBe('stale')
  })
})

describe('clouds.yaml', () => {
  const clouds = `
clouds:
  nhn:
    auth: { auth_url: https://id.example/v2.0, username: ada, project_id: 12345 }
    region_name: KR1
    identity_api_version: 2
  stack:
    auth_type: v3applicationcredential
    auth: { auth_url: https://k/v3, application_credential_id: a, application_credential_secret: s }
    regions: [{ name: R1 }, R2]
    interface: internal
    verify: false
    cacert: ca.pem
`

  test('is found in the current folder and completed by secure.yaml', () => {
    write('clouds.yaml', clouds)
    write('secure.yaml', 'clouds: { nhn: { auth: { password: pw } } }')
    expect(connection({ options: { osCloud: 'nhn' } })).toMatchObject({
      credentials: {
        authUrl: 'https://id.example/v2.0',
        version: 'v2.0',
        user: { name: 'ada' },
        password: 'pw',
        project: { id: '12345' },
      },
      region: 'KR1',
    })
  })

  test('is found in the folder of the user, with OS_CLOUD', () => {
    mkdirSync(join(cwd, '.config', 'openstack'), { recursive: true })
    write('.config/openstack/clouds.yml', clouds)
    expect(connection({ env: { OS_CLOUD: 'stack' } })).toMatchObject({
      credentials: { authUrl: 'https://k/v3', version: 'v3', application: { id: 'a', secret: 's' } },
      region: 'R1',
      interface: 'internal',
      tls: { insecure: true, ca: join(cwd, '.config', 'openstack', 'ca.pem') },
    })
  })

  test('is found by OS_CLIENT_CONFIG_FILE for auth.cloud, with the password from the environment', () => {
    write('mine.yaml', clouds)
    const env = { OS_CLIENT_CONFIG_FILE: 'mine.yaml', OS_PASSWORD: 'pw' }
    expect(connection({ env, config: { auth: { cloud: 'nhn' } } }).credentials).toMatchObject({
      user: { name: 'ada' },
      password: 'pw',
    })
  })

  test('takes precedence over the other environment variables', () => {
    write('clouds.yaml', clouds)
    expect(connection({ options: { osCloud: 'stack' }, env: signInEnv }).credentials).toMatchObject({
      authUrl: 'https://k/v3',
      application: { id: 'a' },
    })
  })

  test('is rejected with its path', () => {
    expect(() => connection({ options: { osCloud: 'nhn' } })).toThrow('no clouds.yaml found for the cloud "nhn"')
    write('clouds.yaml', clouds)
    const file = join(cwd, 'clouds.yaml')
    expect(() => connection({ options: { osCloud: 'nhm' } })).toThrow(
      `unknown cloud "nhm" (did you mean "nhn"?); ${file} has nhn, stack`,
    )
    write('clouds.yaml', 'clouds: [')
    expect(() => connection({ options: { osCloud: 'nhn' } })).toThrow(`${file}: not valid YAML: `)
    expect(() => connection({ options: { osCloud: 'nhn' }, env: { OS_CLIENT_CONFIG_FILE: 'none.yaml' } })).toThrow(
      `${join(cwd, 'none.yaml')}: no such file`,
    )
  })
})

describe('the type of authentication', () => {
  test.each(['password', 'v3password', 'v2token', 'v3applicationcredential'])('may be %s', (type) => {
    expect(connection({ env: { ...signInEnv, OS_AUTH_TYPE: type } }).credentials?.authUrl).toBe('http://env/v3')
  })

  test('is rejected when no sign-in of that type is implemented', () => {
    const env = { ...signInEnv, OS_AUTH_TYPE: 'v3oidcpassword' }
    const expected = 'authentication is "v3oidcpassword"; expected password, token or v3applicationcredential'
    expect(() => connection({ env })).toThrow(expected)
  })
})
