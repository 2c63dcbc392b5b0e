import { onTestFinished } from 'vitest'
import type { TargetResources, TargetServices } from '#model'
import { createHttpClient } from '../http-client.ts'
import { type Routes, serve } from '../loopback.fixture.ts'
import { discover } from './discover.ts'

interface Scenario {
  readonly routes: Routes
  readonly profile?: string
  readonly configured?: TargetResources
  readonly companions?: boolean
}

/**
 * Returns the resources that discovery finds on a server with these routes, and the requests that it sends. The server ends with the
 * test.
 */
export async function discovered({ routes, profile = 'toast', configured = {}, companions = true }: Scenario) {
  const { url, received } = await serve(() => routes)
  const http = createHttpClient({}, 2_000)
  onTestFinished(() => http.close())
  const services: TargetServices = companions ? { image: url, network: url, blockStorage: `${url}/volume` } : {}
  const compute = { url, computeUrl: `${url}/v2`, tenant: 't1' }
  const result = await discover({ http, compute, token: 'tok', profile, services, configured })
  return { ...result, requests: received.map(({ method, path }) => `${method} ${path}`) }
}

/** Returns a route that responds with a body. */
export const respondWith = (body: unknown) => () => ({ body })
