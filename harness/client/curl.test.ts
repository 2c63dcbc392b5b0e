import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curl } from './curl.ts'

test('writes the token as a shell variable', () => {
  const command = curl({ method: 'GET', url: 'http://h/v2/t/servers', headers: { 'X-Auth-Token': '(removed)' } })
  expect(command).toBe(`curl -sS -i -X GET -H "X-Auth-Token: $OS_TOKEN" 'http://h/v2/t/servers'`)
})

test('quotes any body for a shell', () => {
  const body = `{"name":"it's $HOME; \`id\` \\"x\\""}`
  const command = curl({ method: 'POST', url: 'http://h/?a=1&b=2', headers: {}, body })
  const output = execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: 'utf8' })
  expect(output).toContain(`${body}\n`)
  expect(output).toContain('http://h/?a=1&b=2\n')
})
