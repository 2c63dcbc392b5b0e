import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UsageError } from '../../errors.ts'
import { readConfig, readTimeouts } from './file.ts'

const cwd = mkdtempSync(join(tmpdir(), 'config-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const read = (text: string, env: NodeJS.ProcessEnv = {}) => {
  writeFileSync(join(cwd, 'c.yaml'), text)
  return readConfig('c.yaml', { env, cwd })
}

/** The way a file names a variable. */
const variable = (name: string): string => `$\{${name}}`

const complaintOf = (action: () => unknown): UsageError => {
  try {
    action()
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a config file', () => {
  test('may be YAML or JSON', () => {
    const expected = { target: { url: 'http://127.0.0.1:8774', profile: 'nova' }, limits: { maxServers: 2 } }
    expect(read('target:\n  url: http://127.0.0.1:8774\n  profile: nova\nlimits: { maxServers: 2 }\n')).toEqual(
      expected,
    )
    expect(read(JSON.stringify(expected))).toEqual(expected)
  })

  test('takes strings from the environment, and leaves $${ alone', () => {
    const env = { T: 'a: "b" # c' }
    const config = read(
      `auth: { token: "${variable('T')}", authUrl: "http://${variable('T')}/$${variable('T')}" }`,
      env,
    )
    expect(config.auth).toEqual({ token: 'a: "b" # c', authUrl: `http://a: "b" # c/${variable('T')}` })
  })

  test('reads ids that look like numbers as they are written', () => {
    const config = read('target: { tenant: 00123456789012345678901234567890 }\nresources: { flavor: 1, image: 12e4 }')
    expect(config.target?.tenant).toBe('00123456789012345678901234567890')
    expect(config.resources).toEqual({ flavor: '1', image: '12e4' })
  })

  test.for<[string, string, string]>([
    [
      'an unknown key',
      'resources:\n  flavour: x\n',
      'c.yaml:2:3 /resources/flavour: unknown key (did you mean "flavor"?); expected one of image, windowsImage, flavor, resizeFlavor, localFlavor, smallFlavor, bootVolume, network, subnet, securityGroup, volume, availabilityZone',
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
    ['a part without its other', 'auth: { username: ada }', 'c.yaml:1:7 /auth: has no authUrl; username needs it'],
    ['a tenant without its id', 'other: { token: x }', 'c.yaml:1:8 /other: has no tenant'],
    [
      'broken YAML',
      'a: b: c',
      'c.yaml:1:4: not valid YAML or JSON: Nested mappings are not allowed in compact mappings',
    ],
    ['a key given twice', 'auth: {}\nauth: {}', 'c.yaml:2:1: not valid YAML or JSON: Map keys must be unique'],
    [
      'a variable that is not set',
      `auth:\n  token: ${variable('NOPE')}`,
      'c.yaml:2:10: the environment variable NOPE is not set',
    ],
  ])('is refused for %s, with the place and what was expected', ([, text, message]) => {
    expect(complaintOf(() => read(text)).message).toBe(message)
  })

  test('never quotes the values of a refused secret', () => {
    const error = complaintOf(() => read('auth: { token: [geheim], password: geheim }'))
    expect(error.message).not.toContain('geheim')
  })

  test('must exist', () => {
    expect(complaintOf(() => readConfig('none.yaml', { env: {}, cwd })).message).toBe(
      'none.yaml: there is no such file',
    )
  })
})

test('a timing file holds durations and nothing else', () => {
  const file = join(cwd, 't.yaml')
  writeFileSync(file, 'create: 5m\npropagation: 500ms\n')
  expect(readTimeouts('t.yaml', { env: {}, cwd })).toEqual({ create: '5m', propagation: '500ms' })
  writeFileSync(file, 'creates: 5m\n')
  expect(complaintOf(() => readTimeouts('t.yaml', { env: {}, cwd })).message).toMatch(
    /^t\.yaml:1:1 \/creates: unknown key \(did you mean "create"\?\)/,
  )
})
