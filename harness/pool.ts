import { Inconclusive } from './outcome.ts'
import { type Held, type PooledServer, type ServerKind, Stock, type Wish } from './stock.ts'

export type { PooledServer, RestState, ServerKind, Wish } from './stock.ts'

/** What the pool needs done: it decides when, whoever asked first does it. */
export interface Supplier {
  create(kind: ServerKind): Promise<PooledServer>
  /** Removes a server and returns once it is gone. */
  remove(server: PooledServer): Promise<void>
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
 * handed on as soon as its user is done with it, and only one that nobody waits for makes room. Requests are served in
 * order; a request that cannot be served yet lets later ones pass.
 */
export class ServerPool {
  readonly #limit: number
  readonly #stock = new Stock()
  readonly #queue: Request[] = []
  /** Places taken: servers held, being created, being removed, or promised as room. */
  #taken = 0
  /** Places that become free by themselves soon. */
  #leaving = 0
  /** Servers being created for the pool. */
  readonly #making: ServerKind[] = []
  #failures = 0
  #lastFailure: unknown
  /** What the pool does without anybody waiting for it. */
  readonly #chores = new Set<Promise<void>>()

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
    const held = this.#stock.find(server.id)
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
    if (this.#stock.drop(server.id)) this.leave(1)
  }

  /** Returns once nothing is being created or removed any more. */
  async idle(): Promise<void> {
    while (this.#chores.size > 0) await Promise.all(this.#chores)
  }

  /** Does something on the side. A removal that fails is made up for by the journal. */
  #start(work: Promise<void>): void {
    const chore = work.catch(() => undefined).then(() => void this.#chores.delete(chore))
    this.#chores.add(chore)
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
    for (const request of [...this.#queue])
      if (this.#tryToServe(request)) this.#queue.splice(this.#queue.indexOf(request), 1)
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
    const fitting = this.#stock.fitting(wish)
    if (fitting) {
      fitting.users++
      fitting.exclusive = wish.exclusive
      request.give(fitting.server)
      return true
    }
    if (this.#taken < this.#limit && this.#count(wish.kind) < this.#share(wish.kind)) {
      this.#taken++
      this.#making.push(wish.kind)
      this.#start(this.#create(request, supplier))
      return true
    }
    const isLost = wish.original && !this.#stock.hasOriginal(wish.kind)
    if (this.#taken - this.#leaving >= this.#limit || isLost) this.#makeRoom(supplier, wish)
    return false
  }

  /**
   * How many servers of a kind are worth having: what the pool holds, tests that make servers of their own have to wait
   * for. Some tests compare two ordinary ones.
   */
  #share(kind: ServerKind): number {
    return kind === 'local' ? 1 : Math.min(this.#limit, Math.max(2, Math.floor(this.#limit / 2)))
  }

  #count(kind: ServerKind): number {
    return this.#stock.ofKind(kind).length + this.#making.filter((one) => one === kind).length
  }

  async #create(request: Extract<Request, { type: 'lease' }>, supplier: Supplier): Promise<void> {
    try {
      const server = await supplier.create(request.wish.kind)
      this.#failures = 0
      this.#stock.add(server, request.wish.exclusive)
      request.give(server)
    } catch (error) {
      this.#taken--
      this.#failures++
      this.#lastFailure = error
      request.fail(error)
      if (this.#failures >= patience) for (const other of this.#queue.splice(0)) other.fail(error)
    } finally {
      this.#making.splice(this.#making.indexOf(request.wish.kind), 1)
    }
    this.#serve()
  }

  /**
   * Starts removing an idle server, so that its place becomes free. A test may yet ask for one that nobody waits for now,
   * so it goes only when the pool has more than its half, and one that somebody waits for only where nothing else moves.
   */
  #makeRoom(supplier: Supplier, wish?: Wish): void {
    const unfit = this.#stock
      .idle()
      .filter(({ server }) => server.kind !== wish?.kind || (wish.original && !server.isOriginal))
    const spare = unfit.find(({ server }) => !this.#isAwaited(server))
    const isRich = this.#stock.size + this.#making.length > this.#limit / 2
    const victim = this.#isStuck() ? (spare ?? unfit[0]) : isRich ? spare : undefined
    if (victim) this.#start(this.#discard(victim, supplier))
  }

  /** Whether a request that waits could use the server. */
  #isAwaited(server: PooledServer): boolean {
    return this.#queue.some(
      (request) =>
        request.type === 'lease' && request.wish.kind === server.kind && (server.isOriginal || !request.wish.original),
    )
  }

  /** Whether all that is alive lies idle in the pool, so that nothing will become free by itself. */
  #isStuck(): boolean {
    const { size } = this.#stock
    return this.#leaving === 0 && this.#making.length === 0 && size >= this.#taken && this.#stock.idle().length === size
  }

  async #discard({ server }: Held, supplier: Supplier): Promise<void> {
    this.#stock.drop(server.id)
    this.#leaving++
    try {
      await supplier.remove(server)
    } finally {
      this.#leaving--
      this.leave(1)
    }
  }
}
