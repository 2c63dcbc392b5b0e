/** How a server was made: with the ordinary flavor, or with a local-disk (u2) one. */
export type ServerKind = 'ordinary' | 'local'
export type RestState = 'ACTIVE' | 'SHUTOFF'

/** What a test asks for. Shared servers are only looked at; an exclusive one may be changed. */
export interface Wish {
  readonly kind: ServerKind
  readonly exclusive: boolean
  /** Which state would save work; the pool does not change states itself. */
  readonly prefer: RestState
  /** True when only a server that still has the flavor it was made with will do. */
  readonly original: boolean
}

/** A server of the pool, and what is known of it. */
export interface PooledServer {
  readonly id: string
  /** As it was when the server was last free: a test may have renamed it. */
  name: string
  readonly kind: ServerKind
  state: RestState
  /** False once a test gave it another flavor. */
  isOriginal: boolean
}

/** A server that is there, and who has it. */
export interface Held {
  readonly server: PooledServer
  users: number
  exclusive: boolean
}

/** The servers of the pool: what there is, and which of them serves whom. */
export class Stock {
  readonly #held = new Map<string, Held>()

  get size(): number {
    return this.#held.size
  }

  add(server: PooledServer, exclusive: boolean): void {
    this.#held.set(server.id, { server, users: 1, exclusive })
  }

  find(id: string): Held | undefined {
    return this.#held.get(id)
  }

  /** Says whether it was there. */
  drop(id: string): boolean {
    return this.#held.delete(id)
  }

  ofKind(kind: ServerKind): readonly Held[] {
    return [...this.#held.values()].filter(({ server }) => server.kind === kind)
  }

  /** Whether one of a kind still has the flavor it was made with. */
  hasOriginal(kind: ServerKind): boolean {
    return this.ofKind(kind).some(({ server }) => server.isOriginal)
  }

  /** Those that nobody has now. */
  idle(): readonly Held[] {
    return [...this.#held.values()].filter(({ users }) => users === 0)
  }

  /** The server to lend: one in the preferred state if there is one. */
  fitting(wish: Wish): Held | undefined {
    const usable = [...this.#held.values()].filter(
      ({ server, users, exclusive }) =>
        server.kind === wish.kind &&
        (server.isOriginal || !wish.original) &&
        (users === 0 || (!wish.exclusive && !exclusive && server.state === wish.prefer)),
    )
    return usable.find(({ server }) => server.state === wish.prefer) ?? usable[0]
  }
}
