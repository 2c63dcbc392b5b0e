import type { Place } from './links.ts'
import type { Reply } from './reply.ts'
import type { User } from './state/tenants.ts'
import type { World } from './state/world.ts'

/** One request, authenticated and parsed. */
export interface Call {
  readonly world: World
  /** Who calls; all that the call may touch belongs to this user's tenant. */
  readonly user: User
  readonly place: Place
  readonly query: URLSearchParams
  /** The JSON body; null for none. */
  readonly body: unknown
  readonly request: Request
  param(name: string): string
}

/** Something a client can do, under the name that faults refer to. */
export interface Operation {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the service's root (and tenant, where it has one), with Hono's `:parameters`. */
  readonly path: string
  readonly handle: (call: Call) => Reply | Promise<Reply>
}

/** An operation that needs no token: version documents and signing in. */
export interface OpenOperation {
  readonly name: string
  readonly method: Operation['method']
  readonly path: string
  readonly handle: (call: OpenCall) => Reply | Promise<Reply>
}

export interface OpenCall {
  readonly world: World
  readonly origin: string
  readonly body: unknown
  readonly request: Request
}
