/**
 * An emulator of the Compute API as somebody else would write it from edition 2026-05 of the document alone: with the identity,
 * image, network and block-storage services that the edition refers to. Where the document leaves a choice, it is not Nova's.
 */
import { actionRoutes } from './actions.ts'
import { attachmentRoutes, metadataRoutes } from './attachments.ts'
import { catalogueRoutes } from './catalogue.ts'
import { createClock } from './clock.ts'
import { createRoutes } from './create.ts'
import { member, objectIn, type Route, refuse, serve } from './http.ts'
import { instanceRoutes } from './instances.ts'
import { keypairRoutes } from './keypairs.ts'
import { networkRoutes } from './networks.ts'
import { serverGroupRoutes } from './server-groups.ts'
import { imageRoutes, volumeRoutes } from './storage.ts'
import { createStore, newId, tenant, user } from './store.ts'

export interface TodaysOptions {
  /** A factor for the durations of all transitions. */
  readonly slowness?: number
  /** Paths that are not served, and the keys of actions that are not. */
  readonly without?: readonly string[]
  readonly port?: number
}

export const account = { username: 'someone@example.com', password: 'api-password', tenantId: tenant }

export async function startTodaysEmulator({ slowness = 1, without = [], port = 0 }: TodaysOptions = {}) {
  const [store, clock, traffic, tokens] = [
    createStore(!without.includes('os-keypairs')),
    createClock(slowness),
    { requests: 0 },
    new Set<string>(),
  ]
  const compute = `/v2/${tenant}`
  const signIn: Route = [
    'POST',
    '/identity/v2.0/tokens',
    ({ body, origin }) => {
      const auth = objectIn(body, 'auth')
      const given = objectIn(auth, 'passwordCredentials')
      const isKnown = given.username === account.username && given.password === account.password
      if (!isKnown || member(auth, 'tenantId') !== tenant) return refuse(401, 'Who are you?')
      const id = newId().replaceAll('-', '')
      tokens.add(id)
      const service = (type: string, path: string) => ({
        type,
        name: type,
        endpoints: [{ region: 'KR9', publicURL: origin + path }],
      })
      const catalogue = [
        service('identity', '/identity/v2.0'),
        service('image', '/image'),
        service('network', '/network'),
        service('volumev2', `/block/v2/${tenant}`),
        service('compute', compute),
      ]
      const expires = `${new Date(Date.now() + 43_200_000).toISOString().slice(0, 19)}Z`
      const token = { id, expires, issued_at: new Date().toISOString(), tenant: { id: tenant, name: 'tests' } }
      return {
        status: 200,
        body: { access: { token, serviceCatalog: catalogue, user: { id: user, name: account.username, roles: [] } } },
      }
    },
  ]
  const routes: readonly Route[] = [
    signIn,
    ...catalogueRoutes(compute),
    ...keypairRoutes(compute, store),
    ...serverGroupRoutes(compute, store),
    ...createRoutes(compute, store, clock),
    ...instanceRoutes(compute, store, clock),
    ...actionRoutes(compute, store, clock, without),
    ...attachmentRoutes(compute, store, clock),
    ...metadataRoutes(compute, store),
    ...imageRoutes('/image/v2', store),
    ...networkRoutes('/network/v2.0', store),
    ...volumeRoutes(`/block/v2/${tenant}`, store, clock),
  ]
  const offered = routes.filter(([, path]) => !without.some((part) => path.includes(part)))
  const guard = (path: string, token: string | undefined): void => {
    if (path.startsWith('/identity/')) return
    if (token === undefined || !tokens.has(token)) refuse(401, 'A token is needed')
    if (path.startsWith('/v2/') && !`${path}/`.startsWith(`${compute}/`)) refuse(404, 'No such tenant')
  }
  const server = serve(offered, guard, traffic)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`
  return {
    authUrl: `${origin}/identity/v2.0`,
    store,
    traffic,
    close: async (): Promise<void> => {
      clock.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
