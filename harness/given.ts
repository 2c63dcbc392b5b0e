import type { Answer } from './answer.ts'
import type { Compute } from './compute.ts'
import { below } from './creations.ts'
import type { Change } from './drafts.ts'
import { arranged } from './judge.ts'
import { bringBack, bringInto, type Standing, whyNoWay } from './operator.ts'
import { Inconclusive } from './outcome.ts'
import type { RestState, ServerKind, Supplier } from './pool.ts'
import { bring, create, isFit, remove, sentence, supplier } from './supply.ts'

export interface ServerWish {
  /** `local` has a disk on its host (u2); default `ordinary`. */
  readonly kind?: ServerKind
  /** Default ACTIVE. */
  readonly state?: RestState
  /** True when the test changes the server; default false: it is only looked at, maybe by others too. */
  readonly exclusive?: boolean
  /** True when it has to have the flavor that servers are made with; default false: a test before may have resized it. */
  readonly original?: boolean
  /** A state that no documented call leads to; the server has to be exclusive. Where the target gives no way, the test is skipped. */
  readonly standing?: Standing
}

/** A server lent to a test. */
export interface LentServer {
  readonly id: string
  readonly name: string
}

/**
 * What a test stands on. Everything here may only end inconclusive: how these things come about is judged elsewhere.
 * What was lent or made is taken back when the test is over.
 */
export class Given {
  readonly #compute: Compute
  readonly #supplier: Supplier
  readonly #takeBacks: (() => Promise<void>)[] = []
  /** Servers this test holds, lent or its own. */
  #servers = 0
  #hasRoom = false

  constructor(compute: Compute) {
    this.#compute = compute.during('given')
    this.#supplier = supplier(compute)
  }

  /** A server at rest in the wanted state. */
  async server({
    kind = 'ordinary',
    state = 'ACTIVE',
    exclusive = false,
    original = false,
    standing,
  }: ServerWish = {}): Promise<LentServer> {
    const { pool, settings } = this.#compute.session
    const whyNot = standing && whyNoWay(settings, standing)
    if (whyNot !== undefined) this.#compute.skip(whyNot)
    if (this.#servers >= settings.maxServers) {
      throw new Inconclusive(
        `${this.#servers + 1} servers at once are needed, and --max-servers allows ${settings.maxServers}.`,
      )
    }
    this.#servers++
    const server = await pool.lease({ kind, exclusive, original, prefer: state }, this.#supplier)
    // One that does not come to the state it is wanted in would be waited for in vain by the next test too.
    let isStuck = server.state !== state
    this.#takeBacks.push(async () => {
      // Nobody can tell when the target does not answer; others wait for the place all the same.
      const fit = !isStuck && (!exclusive || (await isFit(this.#compute, server).catch(() => false)))
      await pool.giveBack(server, fit, this.#supplier)
    })
    if (isStuck) await bring(this.#compute, server, state)
    isStuck = false
    if (standing !== undefined) await this.standing(server, standing)
    return server
  }

  /**
   * Brings a lent server into a state that no documented call leads to, and back when the test is over. Ends the test as
   * skipped where that is no way after all: nothing that the document says depends on it. Returns the way back, for a test
   * that needs it sooner.
   */
  async standing({ id }: Pick<LentServer, 'id'>, status: Standing): Promise<() => Promise<void>> {
    const back = () => bringBack(this.#compute.during('cleanup'), id, status)
    this.#takeBacks.push(back)
    const whyNot = await bringInto(this.#compute, id, status)
    if (whyNot !== undefined) this.#compute.skip(whyNot)
    return back
  }

  /**
   * Room for servers that the test creates itself; they are removed, and the room given back, when it is over, or when
   * the function is called that this returns.
   */
  async room(places = 1): Promise<() => Promise<void>> {
    const { pool } = this.#compute.session
    await pool.room(places, this.#supplier)
    this.#servers += places
    this.#hasRoom = true
    let isLeft = false
    const leave = async () => {
      if (isLeft) return
      isLeft = true
      try {
        await this.#removeOwn()
      } finally {
        this.#servers -= places
        this.#hasRoom = false
        pool.leave(places)
      }
    }
    this.#takeBacks.push(leave)
    return leave
  }

  /**
   * Asks for a server, or several, that ought to be refused, with room for the case that they are not. What came of the
   * attempt before goes first.
   */
  async attempt(body: unknown, places = 1): Promise<Answer> {
    // Where servers fail so often that no more are made, a refusal can still be seen.
    if (!this.#hasRoom) await this.room(places).catch(() => undefined)
    await this.#removeOwn()
    return this.#compute.during('act').call('createServer', { body })
  }

  /** A server of one's own, at rest and ACTIVE, made from a draft. Ask for room first. */
  async ownServer(what: string, change: Change = {}, kind: ServerKind = 'ordinary'): Promise<LentServer> {
    const server = await create(this.#compute, what, change, kind)
    this.#compute.made.push(server.id)
    return server
  }

  /** A keypair made for the test. */
  async keypair(
    body: Readonly<Record<string, unknown>> = {},
  ): Promise<{ readonly name: string; readonly answer: Answer }> {
    const name = this.#compute.session.name('key')
    const answer = await this.#compute.call('createKeypair', { body: { keypair: { name, ...body } } })
    if (!answer.succeeded) throw new Inconclusive(sentence('There is no keypair to test with', answer))
    return { name, answer }
  }

  /** The spare volume, held by one test at a time and free when it is handed over. */
  async volume(): Promise<string> {
    const { settings, volume } = this.#compute.session
    const id = arranged(settings.resources.volume, 'No spare volume is configured.')
    this.#takeBacks.push(await volume.hold())
    return id
  }

  /** The spare security group, held by one test at a time. */
  async securityGroup(): Promise<string> {
    const { settings } = this.#compute.session
    return arranged(settings.resources.securityGroup, 'No security group beside default is configured.')
  }

  /** A port on the test's network, with the address it was given. Needs the network service. */
  async port(): Promise<{ readonly id: string; readonly address: string }> {
    const { session } = this.#compute
    const { services, resources } = session.settings
    const base = arranged(services.network, 'No network service is configured.')
    const name = session.name('port')
    const url = `${base}/v2.0/ports`
    const idIn = (answer: Answer) => answer.string('body/port/id')
    const body = { port: { name, network_id: arranged(resources.network, 'No network is configured.') } }
    const answer = await this.#compute.elsewhere({
      method: 'POST',
      url,
      body,
      creates: { kind: 'port', name, idIn, urlOf: below },
    })
    const id = idIn(answer)
    const address = answer.string('body/port/fixed_ips/0/ip_address')
    if (!answer.succeeded || id === undefined || address === undefined)
      throw new Inconclusive(sentence('There is no port to test with', answer))
    this.#takeBacks.push(async () => {
      await this.#compute.during('cleanup').elsewhere({ method: 'DELETE', url: below(id, url) })
    })
    return { id, address }
  }

  /**
   * The same for a part of the test that may end before it, beside other parts: taking back what `compute` made and was
   * lent touches nothing of theirs.
   */
  apart(compute: Compute): Given {
    const part = new Given(compute)
    this.#takeBacks.push(() => part.takeBack())
    return part
  }

  /** Takes everything back, last lent first. Never throws: what went wrong here is not the test's business. */
  async takeBack(): Promise<void> {
    await this.#removeOwn().catch(() => undefined)
    for (const takeBack of this.#takeBacks.splice(0).reverse()) await takeBack().catch(() => undefined)
  }

  /** Removes every server that the test itself brought into being, by whatever call, wanted or not. */
  async #removeOwn(): Promise<void> {
    for (const id of this.#compute.made.splice(0)) await remove(this.#compute, id)
  }
}
