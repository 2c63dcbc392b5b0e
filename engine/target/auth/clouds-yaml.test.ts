import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { connectionFromClouds } from './clouds-yaml.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'clouds-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
})

const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)
const connection = () => connectionFromClouds('mine', { env: { HOME: cwd }, cwd })

describe('an entry of clouds.yaml', () => {
  test('is completed by the profile of its vendor in clouds-public.yaml', () => {
    write('clouds.yaml', 'clouds: { mine: { profile: acme, auth: { username: ada }, region_name: R2 } }')
    write('clouds-public.yaml', 'public-clouds: { acme: { auth: { auth_url: https://k/v3 }, region_name: R1 } }')
    expect(connection()).toMatchObject({
      credentials: { authUrl: 'https://k/v3', user: { name: 'ada' } },
      region: 'R2',
    })
  })

  test('may extend another one with a merge key, and contain yes as a Boolean, as the OpenStack client reads it', () => {
    const common = 'common: &common { auth_url: https://k/v3, username: ada }'
    write('clouds.yaml', `${common}\nclouds: { mine: { insecure: yes, auth: { <<: *common, password: pw } } }`)
    expect(connection()).toMatchObject({
      ...{ credentials: { authUrl: 'https://k/v3', user: { name: 'ada' }, password: 'pw' } },
      tls: { insecure: true },
    })
  })

  test('is rejected when it names a profile that does not exist', () => {
    write('clouds.yaml', 'clouds: { mine: { profile: vexxhost } }')
    const label = `cloud "mine" of ${join(cwd, 'clouds.yaml')}: unknown profile "vexxhost"`
    expect(() => connection()).toThrow(`${label}; there is no clouds-public.yaml`)
    write('clouds-public.yaml', 'public-clouds: { vexxhst: {} }')
    expect(() => connection()).toThrow(`${label} (did you mean "vexxhst"?); `)
  })

  test('that does not exist is rejected with the entries of every file that was read', () => {
    write('clouds.yaml', 'clouds: { nhn: {}, stack: {} }')
    write('secure.yaml', 'clouds: { other: {} }')
    expect(connection).toThrow(
      `unknown cloud "mine"; ${join(cwd, 'clouds.yaml')} has nhn, stack; ${join(cwd, 'secure.yaml')} has other`,
    )
  })
})
