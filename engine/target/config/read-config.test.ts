import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UsageError } from '#engine/errors'
import { readConfig, readTimeouts } from './read-config.ts'

const cwd = mkdtempSync(join(tmpdir(), 'config-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const read = (text: string, env: NodeJS.ProcessEnv = {}) => {
  writeFileSync(join(cwd, 'c.yaml'), text)
  return readConfig('c.yaml', { env, cwd })
}

/** Returns how a file refers to an environment variable. */
const variable = (name: string): string => `$\{${name}}`

const errorOf = (action: () => unknown): UsageError => {
  try {
    action()
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('nothing was rejected')
}

describe('a config file', () => {
  test('is YAML or JSON', () => {
    const expected = { target: { url: 'http://127.0.0.1:8774', profile: 'nova' }, limits: { maxServers: 2 } }
    expect(read('target:\n  url: http://127.0.0.1:8774\n  profile: nova\nlimits: { maxServers: 2 }\n')).toEqual(
      expected,
    )
    expect(read(JSON.stringify(expected))).toEqual(expected)
  })

  test('has environment variables substituted, and $${ unescaped', () => {
    const env = { T: 'a: "b" # c' }
    const config = read(
      `auth: { token: "${variable('T')}", authUrl: "http://${variable('T')}/$${variable('T')}" }`,
      env,
    )
    expect(config.auth).toEqual({ token: 'a: "b" # c', authUrl: `http://a: "b" # c/${variable('T')}` })
  })

  test('keeps ids that look like numbers as they are written', () => {
    const config = read('target: { tenant: 00123456789012345678901234567890 }\nresources: { flavor: 1, image: 12e4 }')
    expect(config.target?.tenant).toBe('00123456789012345678901234567890')
    expect(config.resources).toEqual({ flavor: '1', image: '12e4' })
  })

  test.for<[string, string, string]>([
    [
      'an unknown key',
      'resources:\n  flavour: x\n',
      'c.yaml:2:3 /resources/flavour: unknown key (did you mean "flavor"?); expected one of image, windowsImage, flavor, resizeFlavor, localFlavor, smallFlavor, bootVolume, rootVolumeGb, network, subnet, otherNetwork, securityGroup, volume, bootableVolume, snapshot, availabilityZone',
    ],
    [
      'a wrong type',
      'target:\n  url: [a]\n',
      'c.yaml:2:8 /target/url: is a list; expected a URL that begins with http:// or https://',
    ],
    ['a number of servers', 'limits:\n  maxServers: 0\n', 'c.yaml:2:15 /limits/maxServers: is 0; expected at least 1'],
    [
      'text for a number',
      'limits: { maxServers: "4" }',
      'c.yaml:1:23 /limits/maxServers: is text; expected a whole number',
    ],
    ['nothing', 'target:\n', 'c.yaml:1:8 /target: is empty; expected an object'],
    ['an empty file', '', 'c.yaml: is empty; expected an object'],
    ['an empty id', 'resources: { image: "" }', 'c.yaml:1:21 /resources/image: is empty; expected text'],
    [
      'an interface',
      'target: { interface: open }',
      'c.yaml:1:22 /target/interface: expected one of public, internal, admin',
    ],
    [
      'a URL',
      'services: { image: glance }',
      'c.yaml:1:20 /services/image: expected a URL that begins with http:// or https://',
    ],
    [
      'a duration',
      'timeouts: { create: 5 minutes }',
      'c.yaml:1:21 /timeouts/create: expected a duration such as 500ms, 2s or 3m',
    ],
    [
      'a bare number as duration',
      'timeouts: { create: 5 }',
      'c.yaml:1:21 /timeouts/create: is the number 5; expected a duration such as 500ms, 2s or 3m',
    ],
    [
      'a key without the one it requires',
      'auth: { username: ada }',
      'c.yaml:1:7 /auth: authUrl is missing; username requires it',
    ],
    ['a missing key', 'other: { token: x }', 'c.yaml:1:8 /other: tenant is missing'],
    [
      'broken YAML',
      'a: b: c',
      'c.yaml:1:4: not valid YAML or JSON: Nested mappings are not allowed in compact mappings',
    ],
    [
      'aliases that repeat too much',
      `a: &a [${'x,'.repeat(9)}x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\nd: [${'*c,'.repeat(9)}*c]`,
      'c.yaml: not valid YAML or JSON: Excessive alias count indicates a resource exhaustion attack',
    ],
    [
      'more text than a config needs',
      '#'.repeat(1_000_001),
      'c.yaml: has 1000001 characters; expected at most 1000000',
    ],
    [
      'several documents',
      '---\ntarget: {}\n---\nauth: {}\n',
      'c.yaml:3:1: not valid YAML or JSON: Source contains multiple documents',
    ],
    ['a key given twice', 'auth: {}\nauth: {}', 'c.yaml:2:1: not valid YAML or JSON: Map keys must be unique'],
    [
      'a variable that is not set',
      `auth:\n  token: ${variable('NOPE')}`,
      'c.yaml:2:10: the environment variable NOPE is not set',
    ],
  ])('is rejected for %s, with the position and what was expected', ([, text, message]) => {
    expect(errorOf(() => read(text)).message).toBe(message)
  })

  test('is rejected without quoting a secret', () => {
    const error = errorOf(() => read('auth: { token: [geheim], password: geheim }'))
    expect(error.message).not.toContain('geheim')
  })

  test('must exist', () => {
    expect(errorOf(() => readConfig('none.yaml', { env: {}, cwd })).message).toBe('none.yaml: no such file')
  })
})

test('a timeouts file contains durations only', () => {
  const file = join(cwd, 't.yaml')
  writeFileSync(file, 'create: 5m\npropagation: 500ms\n')
  expect(readTimeouts('t.yaml', { env: {}, cwd })).toEqual({ create: '5m', propagation: '500ms' })
  writeFileSync(file, 'creates: 5m\n')
  expect(errorOf(() => readTimeouts('t.yaml', { env: {}, cwd })).message).toMatch(
    /^t\.yaml:1:1 \/creates: unknown key \(did you mean "create"\?\)/,
  )
})
