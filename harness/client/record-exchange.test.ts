import { expect, test } from 'vitest'
import { createRedactor } from '../redaction/redactor.ts'
import { recordExchange } from './record-exchange.ts'

const request = (body: unknown) => ({
  method: 'POST',
  url: 'http://cloud.example/v2/t/servers',
  headers: {},
  body: JSON.stringify(body),
})

const response = { status: 202, headers: {}, text: '{}', isUtf8: true, startedAt: 0, ms: 1 }
const context = { index: 0, operation: 'createServer', phase: 'act' } as const

const recordedBody = (body: unknown) =>
  recordExchange(createRedactor([]), context, request(body), response).requestBody ?? ''

test('a request keeps what follows the longest user_data', () => {
  const server = { name: 's', user_data: 'A'.repeat(Math.ceil(65_535 / 3) * 4), key_name: 'k' }
  expect(JSON.parse(recordedBody({ server }))).toEqual({ server: { ...server, user_data: '(removed)' } })
})

test('a long request is cut', () => {
  const body = recordedBody({ server: { name: 'x'.repeat(50_000) } })
  expect(body).toHaveLength(16_001)
  expect(body.endsWith('x…')).toBe(true)
})

test('a request does not show what the response to it reveals as secret', () => {
  const exchange = recordExchange(createRedactor([]), context, request({ server: { name: 'a-secret-value' } }), {
    ...response,
    text: JSON.stringify({ server: { adminPass: 'a-secret-value' } }),
  })
  expect(JSON.stringify(exchange)).not.toContain('a-secret-value')
})
