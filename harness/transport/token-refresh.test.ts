import { describe, expect, test } from 'vitest'
import { RequestError } from '../errors.ts'
import type { RawRequest, RawResponse } from './http-message.ts'
import { type RefreshToken, withTokenRefresh } from './token-refresh.ts'

const settings = {
  computeUrl: 'http://127.0.0.1:1/v2',
  tenant: 'ours',
  token: 'initial',
  other: { tenant: 'theirs', token: 'second-tenant' },
}
const tenantUrl = `${settings.computeUrl}/ours`

/** A target that accepts some tokens, rejects every request to `/forbidden`, and records what it receives. */
function createTarget(validTokens: Set<string>) {
  const received: string[] = []
  const send = async ({ method, url, headers }: RawRequest): Promise<RawResponse> => {
    const token = headers['x-auth-token'] ?? 'none'
    received.push(`${method} ${url.replace(settings.computeUrl, '')} ${token}`)
    await Promise.resolve()
    const status = validTokens.has(token) && !url.endsWith('/forbidden') ? 200 : 401
    return { status, headers: {}, text: '', isUtf8: true, startedAt: 0, ms: 0 }
  }
  return { received, send }
}

/** An identity service that issues the tokens fresh-1, fresh-2, …, which the target accepts from then on. */
function createIdentity(validTokens: Set<string>) {
  const signIns: string[] = []
  const refresh: RefreshToken = async (holder) => {
    signIns.push(holder)
    await Promise.resolve()
    const token = `fresh-${signIns.length}`
    validTokens.add(token)
    return token
  }
  return { signIns, refresh }
}

const get = (path: string, token = 'initial'): RawRequest => ({
  method: 'GET',
  url: `${tenantUrl}${path}`,
  headers: { 'x-auth-token': token },
})
const noCredentials: RefreshToken = async () => {
  throw new Error('there are no credentials')
}

describe('an expired token', () => {
  test('is renewed once for all pending requests, and each of them is repeated once', async () => {
    const validTokens = new Set(['initial'])
    const { received, send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)
    const newTokens: string[] = []
    const refreshing = withTokenRefresh(send, settings, refresh, (token) => newTokens.push(token))
    expect((await refreshing(get('/a'))).status).toBe(200)
    validTokens.clear()
    const responses = await Promise.all(['/a', '/b', '/c'].map((path) => refreshing(get(path))))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(signIns).toEqual(['own'])
    expect(newTokens).toEqual(['fresh-1'])
    expect(received.filter((line) => line === 'GET /ours/flavors initial')).toHaveLength(2)
    expect(received.filter((line) => line === 'GET /ours/os-keypairs initial')).toHaveLength(2)
    expect(received.filter((line) => line.endsWith('/b initial') || line.endsWith('/b fresh-1'))).toHaveLength(2)
  })

  test('is renewed although one path still accepts it, as a cache may', async () => {
    const validTokens = new Set<string>()
    const { send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)
    const cached = async (request: RawRequest): Promise<RawResponse> => {
      const response = await send(request)
      return request.url.endsWith('/os-keypairs') ? { ...response, status: 200 } : response
    }

    expect((await withTokenRefresh(cached, settings, refresh)(get('/a'))).status).toBe(200)
    expect(signIns).toEqual(['own'])
  })

  test('is not renewed for a request that alone is rejected', async () => {
    const validTokens = new Set(['initial'])
    const { send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)

    expect((await withTokenRefresh(send, settings, refresh)(get('/forbidden'))).status).toBe(401)
    expect(signIns).toEqual([])
  })

  test('is renewed every time it expires', async () => {
    const validTokens = new Set(['initial'])
    const { send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)
    const refreshing = withTokenRefresh(send, settings, refresh)
    for (let round = 1; round <= 3; round++) {
      validTokens.clear()
      expect((await refreshing(get('/a'))).status).toBe(200)
    }
    expect(signIns).toHaveLength(3)
  })

  test('of the second tenant is renewed by itself', async () => {
    const validTokens = new Set(['initial', 'second-tenant'])
    const { received, send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)
    const refreshing = withTokenRefresh(send, settings, refresh)
    validTokens.delete('second-tenant')
    expect((await refreshing(get('/a', 'second-tenant'))).status).toBe(200)
    expect(signIns).toEqual(['other'])
    expect(received).toContain('GET /theirs/flavors second-tenant')
    expect((await refreshing(get('/a'))).status).toBe(200)
    expect(signIns).toHaveLength(1)
  })

  test('ends the run when it cannot be renewed, with the reason', async () => {
    const { send } = createTarget(new Set())
    const refreshing = withTokenRefresh(send, settings, noCredentials)
    const error = await refreshing(get('/a')).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ kind: 'token-expired', mayHaveTakenEffect: false })
    expect(String(error)).toContain("the target no longer accepts the run's token (401); there is no new one")
    expect(String(error)).toContain('there are no credentials')
  })

  test('is not renewed again when the target rejects the new one, too', async () => {
    const { send } = createTarget(new Set())
    let signIns = 0
    const refreshing = withTokenRefresh(send, settings, async () => `invalid-${++signIns}`)
    await expect(refreshing(get('/a'))).rejects.toThrow('it rejects the new one, too')
    await expect(refreshing(get('/b'))).rejects.toThrow('it rejects the new one, too')
    expect(signIns).toBe(1)
  })
})

describe('no token is renewed', () => {
  test('when the target rejects one request but accepts the token elsewhere', async () => {
    const validTokens = new Set(['initial'])
    const { received, send } = createTarget(validTokens)
    const { signIns, refresh } = createIdentity(validTokens)
    expect((await withTokenRefresh(send, settings, refresh)(get('/forbidden'))).status).toBe(401)
    expect(signIns).toEqual([])
    const forbidden = 'GET /ours/forbidden initial'
    expect(received).toEqual([forbidden, 'GET /ours/flavors initial', forbidden, forbidden])
  })

  test('when a cache repeats the rejection of a request for the flavors without a token', async () => {
    const { send } = createTarget(new Set(['initial']))
    const cached = async (request: RawRequest): Promise<RawResponse> => {
      const response = await send(request)
      return request.url.endsWith('/flavors') ? { ...response, status: 401 } : response
    }
    const refreshing = withTokenRefresh(cached, settings, noCredentials)
    expect((await refreshing(get('/flavors'))).status).toBe(401)
    expect((await refreshing(get('/servers'))).status).toBe(200)
  })

  test('when it was accepted where the target has no keypairs, which proves nothing', async () => {
    const { send } = createTarget(new Set())
    const partial = async (request: RawRequest): Promise<RawResponse> => {
      const response = await send(request)
      return request.url.endsWith('/os-keypairs') ? { ...response, status: 404 } : response
    }
    const refreshing = withTokenRefresh(partial, settings, noCredentials)
    await expect(refreshing(get('/a'))).rejects.toThrow('no longer accepts')
  })

  /** Rejects the requests with these numbers, counted from 1. */
  const rejecting = (...numbers: readonly number[]) => {
    const { received, send } = createTarget(new Set(['initial', 'second-tenant']))
    let count = 0
    const rejectSome = async (request: RawRequest): Promise<RawResponse> => {
      const response = await send(request)
      return numbers.includes(++count) ? { ...response, status: 401 } : response
    }
    return { received, send: withTokenRefresh(rejectSome, settings, noCredentials) }
  }

  test.each([
    ['a request', [1], 3],
    ['a request and its repeat', [1, 3], 4],
    ['a request and the first probes', [1, 2, 3, 4], 6],
  ])('when the target rejects %s now and then: it is repeated', async (_, numbers, requests) => {
    for (const token of ['initial', 'second-tenant']) {
      const { received, send } = rejecting(...numbers)
      expect((await send({ ...get('/a', token), method: 'POST' })).status).toBe(200)
      expect(received).toHaveLength(requests)
    }
  })

  test('when the target rejects requests at random: where a repeat was accepted, later ones are repeated more often', async () => {
    // The requests 2 and 5 are probes; the repeats 6 to 12 are rejected.
    const { received, send } = rejecting(1, 4, 6, 7, 8, 9, 10, 11, 12)
    expect((await send(get('/a'))).status).toBe(200)
    expect((await send(get('/b'))).status).toBe(200)
    expect(received).toHaveLength(13)
  })

  test.each(['not-a-token', '', 'initial-and-more'])('for the token "%s", which is not the run’s', async (token) => {
    const { received, send } = createTarget(new Set(['initial']))
    const { signIns, refresh } = createIdentity(new Set())
    expect((await withTokenRefresh(send, settings, refresh)(get('/a', token))).status).toBe(401)
    expect(received).toHaveLength(1)
    expect(signIns).toEqual([])
  })

  test('for a request without a token', async () => {
    const { received, send } = createTarget(new Set(['initial']))
    const { signIns, refresh } = createIdentity(new Set())
    const request = { method: 'GET', url: `${tenantUrl}/a`, headers: {} }
    expect((await withTokenRefresh(send, settings, refresh)(request)).status).toBe(401)
    expect(received).toHaveLength(1)
    expect(signIns).toEqual([])
  })

  test('for the second tenant when its token was never valid and there are no credentials', async () => {
    const { send } = createTarget(new Set(['initial']))
    expect((await withTokenRefresh(send, settings, noCredentials)(get('/a', 'second-tenant'))).status).toBe(401)
  })
})
