import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curl } from './curl.ts'

test('names the token by the variable that holds it', () => {
  const line = curl({ method: 'GET', url: 'http://h/v2/t/servers', headers: { 'X-Auth-Token': '(removed)' } })
  expect(line).toBe(`curl -sS -i -X GET -H "X-Auth-Token: $OS_TOKEN" 'http://h/v2/t/servers'`)
})

test('survives a shell, whatever stands in the body', () => {
  const body = `{"name":"it's $HOME; \`id\` \\"x\\""}`
  const line = curl({ method: 'POST', url: 'http://h/?a=1&b=2', headers: {}, body })
  const seen = execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }\n${line}`], { encoding: 'utf8' })
  expect(seen).toContain(`${body}\n`)
  expect(seen).toContain('http://h/?a=1&b=2\n')
})
