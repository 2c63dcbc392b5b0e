import { describe, expect, test } from 'vitest'
import { RequestError } from './request-error.ts'
import { type RefreshToken, withTokenRefresh } from './token-refresh.ts'
import type { RawRequest, RawResponse } from './transport.ts'

const settings = {
  computeUrl: 'http://127.0.0.1:1/v2',
  tenant: 'ours',
  token: 'given',
  other: { tenant: 'theirs', token: 'others' },
}
const home = `${settings.computeUrl}/ours`

/** A target that takes some tokens, keeps one door shut for everybody, and remembers what was asked. */
function target(valid: Set<string>) {
  const asked: string[] = []
  const send = async ({ method, url, headers }: RawRequest): Promise<RawResponse> => {
    const token = headers['x-auth-token'] ?? 'none'
    asked.push(`${method} ${url.replace(settings.computeUrl, '')} ${token}`)
    await Promise.resolve()
    const status = valid.has(token) && !url.endsWith('/shut') ? 200 : 401
    return { status, headers: {}, text: '', isUtf8: true, startedAt: 0, ms: 0 }
  }
  return { asked, send }
}

/** Signs in and tells the target of the new token; names them fresh-1, fresh-2, … */
function identity(valid: Set<string>) {
  const signIns: string[] = []
  const renew: RefreshToken = async (holder) => {
    signIns.push(holder)
    await Promise.resolve()
    const token = `fresh-${signIns.length}`
    valid.add(token)
    return token
  }
  return { signIns, renew }
}

const get = (path: string, token = 'given'): RawRequest => ({
  method: 'GET',
  url: `${home}${path}`,
  headers: { 'x-auth-token': token },
})
const refusing: RefreshToken = async () => {
  throw new Error('it was given without anything to sign in with')
}

describe('a token that expires', () => {
  test('is renewed once for all who are under way, and each request is sent once more', async () => {
    const valid = new Set(['given'])
    const { asked, send } = target(valid)
    const { signIns, renew } = identity(valid)
    const told: string[] = []
    const renewed = withTokenRefresh(send, settings, renew, (token) => told.push(token))
    expect((await renewed(get('/a'))).status).toBe(200)
    valid.clear()
    const responses = await Promise.all(['/a', '/b', '/c'].map((path) => renewed(get(path))))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(signIns).toEqual(['own'])
    expect(told).toEqual(['fresh-1'])
    expect(asked.filter((line) => line === 'GET /ours/flavors given')).toHaveLength(1)
    expect(asked.filter((line) => line.endsWith('/b given') || line.endsWith('/b fresh-1'))).toHaveLength(2)
  })

  test('again and again, as often as it expires', async () => {
    const valid = new Set(['given'])
    const { send } = target(valid)
    const { signIns, renew } = identity(valid)
    const renewed = withTokenRefresh(send, settings, renew)
    for (let round = 1; round <= 3; round++) {
      valid.clear()
      expect((await renewed(get('/a'))).status).toBe(200)
    }
    expect(signIns).toHaveLength(3)
  })

  test('of the second tenant is that tenant’s', async () => {
    const valid = new Set(['given', 'others'])
    const { asked, send } = target(valid)
    const { signIns, renew } = identity(valid)
    const renewed = withTokenRefresh(send, settings, renew)
    valid.delete('others')
    expect((await renewed(get('/a', 'others'))).status).toBe(200)
    expect(signIns).toEqual(['other'])
    expect(asked).toContain('GET /theirs/flavors others')
    expect((await renewed(get('/a'))).status).toBe(200)
    expect(signIns).toHaveLength(1)
  })

  test('ends the run where nobody can sign in: nothing was done, and it is told why', async () => {
    const { send } = target(new Set())
    const failure = await withTokenRefresh(send, settings, refusing)(get('/a')).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RequestError)
    expect(failure).toMatchObject({ kind: 'spent', mayHaveTakenEffect: false })
    expect(String(failure)).toContain("the target took the run's token before and refuses it now (401)")
    expect(String(failure)).toContain('it was given without anything to sign in with')
  })

  test('and whose successor is refused too is not renewed without end', async () => {
    const { send } = target(new Set())
    let signIns = 0
    const renewed = withTokenRefresh(send, settings, async () => `never-good-${++signIns}`)
    await expect(renewed(get('/a'))).rejects.toThrow('it refuses the new one as well')
    await expect(renewed(get('/b'))).rejects.toThrow('it refuses the new one as well')
    expect(signIns).toBe(1)
  })
})

describe('nobody signs in again', () => {
  test('for a refusal of one request by a target that takes the token elsewhere', async () => {
    const valid = new Set(['given'])
    const { asked, send } = target(valid)
    const { signIns, renew } = identity(valid)
    expect((await withTokenRefresh(send, settings, renew)(get('/shut'))).status).toBe(401)
    expect(signIns).toEqual([])
    expect(asked).toEqual(['GET /ours/shut given', 'GET /ours/flavors given'])
  })

  test.each(['not-a-token', '', 'given-and-more'])('for the token "%s", which is none of the run’s', async (token) => {
    const { asked, send } = target(new Set(['given']))
    const { signIns, renew } = identity(new Set())
    expect((await withTokenRefresh(send, settings, renew)(get('/a', token))).status).toBe(401)
    expect(asked).toHaveLength(1)
    expect(signIns).toEqual([])
  })

  test('for a request without a token', async () => {
    const { asked, send } = target(new Set(['given']))
    const { signIns, renew } = identity(new Set())
    const request = { method: 'GET', url: `${home}/a`, headers: {} }
    expect((await withTokenRefresh(send, settings, renew)(request)).status).toBe(401)
    expect(asked).toHaveLength(1)
    expect(signIns).toEqual([])
  })

  test('for a second tenant’s token that was never good and cannot be renewed: the refusal is the answer', async () => {
    const { send } = target(new Set(['given']))
    expect((await withTokenRefresh(send, settings, refusing)(get('/a', 'others'))).status).toBe(401)
  })
})
