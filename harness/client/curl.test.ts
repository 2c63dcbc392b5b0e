import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../redaction/redactor.ts'
import { shownToken } from '../redaction/sent-token.ts'
import { curl, curlOf } from './curl.ts'

test('writes the token as a shell variable', () => {
  const command = curl({ method: 'GET', url: 'http://h/v2/t/servers', headers: { 'X-Auth-Token': '(removed)' } })
  expect(command).toBe(`curl -sS -i -X GET -H "X-Auth-Token: $OS_TOKEN" 'http://h/v2/t/servers'`)
})

test('leaves the host to the URL', () => {
  const requestHeaders = { host: '127.0.0.1:8775', accept: '*/*' }
  const exchange = {
    index: 1,
    phase: 'act',
    method: 'GET',
    url: 'http://target/v2/t/servers',
    requestHeaders,
    status: 200,
    headers: {},
    startedAt: 0,
    ms: 1,
  } as const
  expect(curlOf(exchange)).toBe("curl -sS -i -X GET -H 'accept: */*' 'http://target/v2/t/servers'")
})

test('quotes any body for a shell', () => {
  const body = `{"name":"it's $HOME; \`id\` \\"x\\""}`
  const command = curl({ method: 'POST', url: 'http://h/?a=1&b=2', headers: {}, body })
  const output = execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: 'utf8' })
  expect(output).toContain(`${body}\n`)
  expect(output).toContain('http://h/?a=1&b=2\n')
})

/** The value of the header as a shell makes it from the curl line; undefined where curl sends an empty one. */
function sentToken(shown: string): string | undefined {
  const command = curl({ method: 'GET', url: 'http://h/', headers: { 'x-auth-token': shown } })
  const env = { PATH: process.env['PATH'], OS_TOKEN: own, OTHER_TOKEN: 'token-of-two' }
  const script = `curl() { printf '%s\\n' "$@"; }\n${command}`
  const output = execFileSync('sh', ['-c', script], { encoding: 'utf8', env })
  expect(output).toMatch(/^X-Auth-Token[:;]/m)
  return /^X-Auth-Token: (.*)$/m.exec(output)?.[1]
}

const own = 'gAAAA-0123456789abcdef_XYZ'
const settings = { token: own, other: { tenant: 't', token: 'token-of-two' } }

describe('a token that is not the run’s own', () => {
  const line = (token: string) => sentToken(shownToken(token, settings) ?? '(removed)')

  test('is sent by the curl line, too', () => {
    expect(line(own)).toBe(own)
    expect(line('token-of-two')).toBe('token-of-two')
    expect(line('')).toBeUndefined()
    expect(line('Gaaaa-0123456789ABCDEF_xyz')).toBe('Gaaaa-0123456789ABCDEF_xyz')
  })

  test.each(['hBBBB-9876543210fedcba_ABC', 'not-a-token'])('is made up where %s was', (token) => {
    expect(line(token)).toHaveLength(own.length)
    expect(line(token)?.slice(5)).not.toContain('0123')
  })

  test('is right in its first half where the one that was sent is', () => {
    const sent = line('gAAAA-0123456XXXXXXXXXXXXXX')
    expect(sent).toHaveLength(own.length)
    expect(sent).not.toBe(own)
    expect(sent?.slice(0, own.length / 2)).toBe(own.slice(0, own.length / 2))
  })

  test('appears nowhere in the evidence, whose curl lines stay as they are', () => {
    const redactor = createRedactor([own, 'token-of-two'])
    for (const token of [
      own,
      'token-of-two',
      '',
      'Gaaaa-0123456789ABCDEF_xyz',
      'gAAAA-0123456XXXXXXXXXXXXXX',
      'not-a-token',
    ]) {
      const shown = shownToken(token, settings) ?? '(removed)'
      const command = curl({ method: 'GET', url: 'http://h/', headers: { 'x-auth-token': shown } })
      expect(redactor.redact(command)).toBe(command)
    }
    for (const token of ['token-of-two', 'Gaaaa-0123456789ABCDEF_xyz'])
      expect(shownToken(token, settings)).not.toContain(token)
  })
})
