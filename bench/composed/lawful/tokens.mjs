/** Variations of the lifetime of tokens. */

/** Signs in with a password, so that the run can get new tokens. */
const passwords = (config) => ({
  ...config,
  auth: {
    authUrl: config.services.identity,
    identityVersion: '3',
    username: 'conformance',
    password: 'conformance-password',
  },
  other: { tenant: config.other.tenant, username: 'other', password: 'other-password' },
})

export const tokens = [
  {
    name: 'sign-in-revokes-earlier-tokens',
    source: 'Keystone: tokens are revoked at any time',
    group: 'tokens',
    config: passwords,
    handle: ({ state }) => {
      const issued = new Map()
      return async (request, next) => {
        const response = await next(request)
        if (request.method !== 'POST' || !/\/tokens$/.test(request.url) || response.status >= 300) return response
        const user = /"name":"(conformance|other)"/.exec(request.body)?.[1] ?? ''
        const text = response.headers['x-subject-token']
        const earlier = issued.get(user) ?? []
        for (const token of state.accounts.tokens) if (earlier.includes(token.text)) state.accounts.revoke(token)
        issued.set(user, [...earlier, text])
        return response
      }
    },
  },
  {
    name: 'tokens-of-a-minute',
    source: 'AUTH: the lifetime of a token',
    group: 'tokens',
    config: passwords,
    emulator: { seed: { tokenLifetime: 60_000 } },
  },
  {
    name: 'tokens-of-6-s',
    source: 'AUTH: the lifetime of a token',
    group: 'tokens',
    slowness: 20,
    config: passwords,
    emulator: { seed: { tokenLifetime: 6_000 } },
  },
  {
    name: 'revoked-at-once-in-mid-run',
    source: 'Keystone: an operator revokes all tokens',
    group: 'tokens',
    slowness: 10,
    config: passwords,
    start: ({ state }) => {
      const timer = setTimeout(() => {
        for (const token of state.accounts.tokens) state.accounts.revoke(token)
      }, 7_000)
      return () => clearTimeout(timer)
    },
  },
]
