import { describe, expect, test } from 'vitest'
import { created } from './conversation.fixture.ts'

const error = (code: unknown) => ({ conflictingRequest: { code, message: 'No.' } })

describe('the code in the body of an error', () => {
  const reject = (status: number, body: unknown) =>
    created().call('actOnServer', { kind: 'actOnServer os-stop', resource: 's1' }, status, body)

  test('contradicts a status that differs', () => {
    expect(reject(409, error(400))).toEqual(['errors.code-matches'])
    expect(reject(409, error(409))).toEqual([])
  })

  test('is reported once for an operation', () => {
    const target = created()
    const show = () => target.call('showServer', { resource: 's2' }, 404, error(500))
    expect(show()).toEqual(['errors.code-matches'])
    expect(show()).toEqual([])
    expect(target.call('showKeypair', { resource: 'k1' }, 404, error(500))).toEqual(['errors.code-matches'])
  })

  test('is compared for requests without a token and for invalid ones, too', () => {
    const target = created()
    expect(target.call('listServers', { isAuthorized: false }, 401, error(403))).toEqual(['errors.code-matches'])
    expect(target.call('createServer', { isInvalid: true }, 400, error(422))).toEqual(['errors.code-matches'])
  })

  test('is compared as a number, even if it is a string', () => {
    expect(reject(409, error('409'))).toEqual([])
    expect(reject(409, error('400'))).toEqual(['errors.code-matches'])
  })

  test('is not read from a body of another form, a success, or a response that a proxy may have sent', () => {
    expect(reject(409, error('conflict'))).toEqual([])
    expect(reject(409, { error: 'Conflict', detail: { code: 1 } })).toEqual([])
    expect(reject(409, undefined)).toEqual([])
    expect(reject(202, error(400))).toEqual([])
    expect(reject(403, error(7))).toEqual([])
    expect(reject(503, error(500))).toEqual([])
  })
})
