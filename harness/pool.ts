import { Inconclusive } from './outcome.ts'

/** How a server was made: with the ordinary flavor, or with a local-disk (u2) one. */
export type ServerKind = 'ordinary' | 'local'
export type RestState = 'ACTIVE' | 'SHUTOFF'

/** What a test asks for. Shared servers are only looked at; an exclusive one may be changed. */
export interface Wish {
  readonly kind: ServerKind
  readonly exclusive: boolean
  /** Which state would save work; the pool does not change states itself. */
  readonly prefer: RestState
}

/** A server of the pool, and what is known of it. */
export interface PooledServer {
  readonly id: string
  /** As it was when the server was last free: a test may have renamed it. */
  name: string
  readonly kind: ServerKind
  state: RestState
}

/** What the pool needs done: it decides when, whoever asked first does it. */
export interface Supplier {
  create(kind: ServerKind): Promise<PooledServer>
  /** Removes a server and returns once it is gone. */
  remove(server: PooledServer): Promise<void>
}

interface Held {
  readonly server: PooledServer
  users: number
  exclusive: boolean
}

type Request =
  | {
      readonly type: 'lease'
      readonly wish: Wish
      readonly supplier: Supplier
      give(server: PooledServer): void
      fail(error: unknown): void
    }
  | {
      readonly type: 'room'
      readonly places: number
      readonly supplier: Supplier
      give(): void
      fail(error: unknown): void
    }

/** A failure to supply is final after so many in a row: the next tests need not wait for the same. */
const patience = 2

/**
 * Lends servers and keeps the number of those alive within a limit. Creating servers is slow and costs money, so one is
 * handed on as soon as its user is done with it. Requests are served in order; a request that cannot be served yet lets
 * later ones pass, and an idle server of the wrong kind makes room.
 */
export class ServerPool {
  readonly #limit: number
  readonly #held = new Map<string, Held>()
  #queue: Request[] = []
  /** Places taken: servers held, being created, being removed, or promised as room. */
  #taken = 0
  /** Places that become free by themselves soon. */
  #leaving = 0
  #failures = 0
  #lastFailure: unknown

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Waits for a server that fits. The caller gives it back. */
  lease(wish: Wish, supplier: Supplier): Promise<PooledServer> {
    return new Promise((give, fail) => this.#ask({ type: 'lease', wish, supplier, give, fail }))
  }

  /** Waits until `places` servers may be created besides the pool's own. The caller gives the room back with `leave`. */
  room(places: number, supplier: Supplier): Promise<void> {
    if (places > this.#limit)
      throw new Inconclusive(`${places} servers at once are needed, and --max-servers allows ${this.#limit}.`)
    return new Promise((give, fail) => this.#ask({ type: 'room', places, supplier, give, fail }))
  }

  leave(places: number): void {
    this.#taken -= places
    this.#serve()
  }

  /** Takes a server back. One that is no longer fit for use is not lent again: its place becomes free once it is gone. */
  async giveBack(server: PooledServer, fit: boolean, supplier: Supplier): Promise<void> {
    const held = this.#held.get(server.id)
    if (!held) return
    held.users--
    if (held.users > 0) return
    if (fit) {
      held.exclusive = false
      this.#serve()
    } else await this.#discard(held, supplier)
  }

  /** A server that its user has removed. */
  forget(server: PooledServer): void {
    if (this.#held.delete(server.id)) this.leave(1)
  }

  #ask(request: Request): void {
    if (this.#failures >= patience) {
      request.fail(this.#lastFailure)
      return
    }
    this.#queue.push(request)
    this.#serve()
  }

  #serve(): void {
    const waiting = this.#queue
    this.#queue = []
    const still = waiting.filter((request) => !this.#tryToServe(request))
    this.#queue = [...still, ...this.#queue]
  }

  #tryToServe(request: Request): boolean {
    if (request.type === 'room') {
      if (this.#taken + request.places <= this.#limit) {
        this.#taken += request.places
        request.give()
        return true
      }
      if (this.#taken - this.#leaving + request.places > this.#limit) this.#makeRoom(request.supplier)
      return false
    }
    const { wish, supplier } = request
    const fitting = this.#fitting(wish)
    if (fitting) {
      fitting.users++
      fitting.exclusive = wish.exclusive
      request.give(fitting.server)
      return true
    }
    if (this.#taken < this.#limit) {
      this.#taken++
      void this.#create(request, supplier)
      return true
    }
    if (this.#taken - this.#leaving >= this.#limit) this.#makeRoom(supplier, wish.kind)
    return false
  }

  #fitting(wish: Wish): Held | undefined {
    const usable = [...this.#held.values()].filter(
      ({ server, users, exclusive }) =>
        server.kind === wish.kind && (users === 0 || (!wish.exclusive && !exclusive && server.state === wish.prefer)),
    )
    return usable.find(({ server }) => server.state === wish.prefer) ?? usable[0]
  }

  async #create(request: Extract<Request, { type: 'lease' }>, supplier: Supplier): Promise<void> {
    try {
      const server = await supplier.create(request.wish.kind)
      this.#failures = 0
      this.#held.set(server.id, { server, users: 1, exclusive: request.wish.exclusive })
      request.give(server)
    } catch (error) {
      this.#taken--
      this.#failures++
      this.#lastFailure = error
      request.fail(error)
      if (this.#failures >= patience) for (const other of this.#queue.splice(0)) other.fail(error)
    }
    this.#serve()
  }

  /** Starts removing an idle server, so that its place becomes free; never one of the kind that is asked for. */
  #makeRoom(supplier: Supplier, except?: ServerKind): void {
    const idle = [...this.#held.values()].filter(({ users }) => users === 0)
    const victim = except === undefined ? idle[0] : idle.find(({ server }) => server.kind !== except)
    if (victim) void this.#discard(victim, supplier)
  }

  async #discard({ server }: Held, supplier: Supplier): Promise<void> {
    this.#held.delete(server.id)
    this.#leaving++
    try {
      await supplier.remove(server)
    } finally {
      this.#leaving--
      this.leave(1)
    }
  }
}
