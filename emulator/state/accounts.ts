import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { applicationCredentialOf } from './application-credentials.ts'
import { type ChangeListener, ObservableMap } from './observable-map.ts'

export interface Tenant {
  readonly id: string
  readonly name: string
}

export interface User {
  readonly id: string
  readonly name: string
  readonly password: string
  readonly tenant: Tenant
}

/** Who somebody claims to be. */
export interface NameOrId {
  readonly name?: string | undefined
  readonly id?: string | undefined
}

export interface Token {
  readonly text: string
  readonly user: User
  readonly issuedAt: number
  readonly expiresAt: number
}

const keyOf = (token: string): string => hash('sha256', token, 'base64')

/** Compared by their digests, passwords tell neither their length nor where they differ. */
const areSame = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))

/** Twelve hours, Keystone's usual order of magnitude. */
const defaultLifetime = 12 * 60 * 60 * 1000

/** Clients that sign in for every call get a token each; the oldest of so many are forgotten. */
const mostTokens = 10_000

/** Everybody there is. */
export interface Users {
  readonly conformance: User
  readonly other: User
}

/**
 * Two tenants with one user each. A user's name is its tenant's name and its password is `<name>-password`: this
 * service guards nothing but itself.
 */
export function seedUsers(random: Random): Users {
  const user = (name: string): User => ({
    id: random.hex(32),
    name,
    password: `${name}-password`,
    tenant: { id: random.hex(32), name },
  })
  return { conformance: user('conformance'), other: user('other') }
}

/** Who may call, and the tokens given to them. */
export class Accounts {
  readonly conformance: User
  readonly other: User
  /** How long a token lives, in milliseconds. */
  readonly lifetime: number
  readonly #clock: Clock
  /** By the digest of the token, so that the time it takes to find one says nothing of how much of a guess is right. */
  readonly #tokens = new ObservableMap<Token>()

  constructor({ conformance, other }: Users, clock: Clock, lifetime = defaultLifetime) {
    this.#clock = clock
    this.lifetime = lifetime
    this.conformance = conformance
    this.other = other
  }

  get users(): readonly User[] {
    return [this.conformance, this.other]
  }

  /** Every token that was not revoked. */
  get tokens(): readonly Token[] {
    return [...this.#tokens.values()]
  }

  /** Every token that was not revoked, by the key that an observer knows it by. */
  entries(): Iterable<readonly [string, Token]> {
    return this.#tokens
  }

  /** From now on `notice` hears of every token that comes or goes. */
  observe(notice: ChangeListener<Token>): void {
    this.#tokens.observe(notice)
  }

  /** Lets a token be known that was given earlier. Those that have expired, or are too many, make room. */
  addToken(token: Token): void {
    if (this.#tokens.size >= mostTokens) this.#makeRoom()
    this.#tokens.set(keyOf(token.text), token)
  }

  #makeRoom(): void {
    const now = this.#clock.now()
    for (const [key, token] of this.#tokens) if (token.expiresAt <= now) this.#tokens.delete(key)
    for (const key of [...this.#tokens.keys()].slice(0, Math.max(0, this.#tokens.size - mostTokens + 1)))
      this.#tokens.delete(key)
  }

  /** A new token; `text` renews one that is known. */
  issue(user: User, text = randomBytes(24).toString('hex')): Token {
    const issuedAt = this.#clock.now()
    const token = { text, user, issuedAt, expiresAt: issuedAt + this.lifetime }
    this.addToken(token)
    return token
  }

  /** The live token with this text; undefined for an unknown, revoked or expired one. */
  find(text: string): Token | undefined {
    const token = this.#tokens.get(keyOf(text))
    return token !== undefined && token.expiresAt > this.#clock.now() ? token : undefined
  }

  revoke(token: Token): void {
    this.#tokens.delete(keyOf(token.text))
  }

  /** The user whose application credential has this id, or this name, and the secret. */
  signInWithApplicationCredential(
    which: { id: string } | { name: string; user: NameOrId },
    secret: string,
  ): User | undefined {
    const user =
      'id' in which ? this.users.find((one) => applicationCredentialOf(one).id === which.id) : this.#named(which.user)
    if (user === undefined) return undefined
    const known = applicationCredentialOf(user)
    return ('id' in which || which.name === known.name) && areSame(known.secret, secret) ? user : undefined
  }

  /** The user with this name or id and password. */
  signIn(nameOrId: NameOrId, password: string): User | undefined {
    const user = this.#named(nameOrId)
    return user !== undefined && areSame(user.password, password) ? user : undefined
  }

  #named({ name, id }: NameOrId): User | undefined {
    return this.users.find((user) => (id === undefined ? user.name === name : user.id === id))
  }
}
