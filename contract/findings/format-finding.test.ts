import { expect, test } from 'vitest'
import type { Exchange, Finding } from '#model'
import { formatFinding } from './format-finding.ts'

const finding: Finding = {
  message: 'GET /v2/…/servers/1: body/server/status is not a known state.',
  at: 'body/server/status',
  expected: 'one of "ACTIVE", "SHUTOFF"',
  actual: '"STANDBY"',
}

const exchange: Exchange = {
  index: 17,
  phase: 'act',
  method: 'GET',
  url: 'http://h/v2/t/servers/1',
  requestHeaders: {},
  status: 200,
  headers: { 'x-compute-request-id': 'req-1' },
  startedAt: 0,
  ms: 12.4,
}

test('shows the message, then one line per field', () => {
  const text = formatFinding('servers.status', { ...finding, step: 'stop it', curl: 'curl http://h' }, exchange)
  const labels = text.split('\n').map((line) => line.slice(2, 14).trim())
  expect(labels.slice(2)).toEqual([
    'required by',
    'source',
    'at',
    'expected',
    'actual',
    'while',
    'exchange',
    'reproduce',
    '',
  ])
  expect(text).toContain('  exchange    #17 GET http://h/v2/t/servers/1 -> 200 in 12 ms, req-1\n')
})

test('leaves out what a finding does not have', () => {
  const text = formatFinding('servers.status', finding, { ...exchange, headers: {} })
  expect(text).not.toMatch(/while|reproduce|req-/)
})
