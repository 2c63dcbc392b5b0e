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

/** The name or the id of a user in a sign-in request; the id takes precedence. */
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

/** Compares digests, so that the time taken reveals neither the length of a secret nor where it differs. */
const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))

/** Twelve hours, Keystone's usual order of magnitude. */
const defaultLifetime = 12 * 60 * 60 * 1000

/** Clients that sign in for every call get a new token each time. Beyond this number the oldest are dropped. */
const maximumTokens = 10_000

/** Every user of the emulated cloud. */
export interface Users {
  readonly conformance: User
  readonly other: User
}

/** Creates two tenants with one user each. A user has the name of its tenant and the password `<name>-password`. */
export function seedUsers(random: Random): Users {
  const user = (name: string): User => ({
    id: random.hex(32),
    name,
    password: `${name}-password`,
    tenant: { id: random.hex(32), name },
  })
  return { conformance: user('conformance'), other: user('other') }
}

/** The users and their tokens. */
export class Accounts {
  readonly conformance: User
  readonly other: User
  /** Lifetime of a token in milliseconds. */
  readonly lifetime: number
  readonly #clock: Clock
  /** Keyed by digest, so that the time of a lookup does not reveal how much of a guessed token is correct. */
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

  /** Every token that is not revoked, including expired ones. */
  get tokens(): readonly Token[] {
    return [...this.#tokens.values()]
  }

  /** Returns every token that is not revoked, with the key that a listener gets for it. */
  entries(): Iterable<readonly [string, Token]> {
    return this.#tokens
  }

  /** Calls `listener` for every token that is added or removed from now on. */
  observe(listener: ChangeListener<Token>): void {
    this.#tokens.observe(listener)
  }

  /** Adds an existing token. At the limit, expired tokens are removed first, then the oldest ones. */
  addToken(token: Token): void {
    if (this.#tokens.size >= maximumTokens) this.#removeSurplus()
    this.#tokens.set(keyOf(token.text), token)
  }

  #removeSurplus(): void {
    const now = this.#clock.now()
    for (const [key, token] of this.#tokens) if (token.expiresAt <= now) this.#tokens.delete(key)
    for (const key of [...this.#tokens.keys()].slice(0, Math.max(0, this.#tokens.size - maximumTokens + 1)))
      this.#tokens.delete(key)
  }

  /** Issues a token, with a random text by default. */
  issue(user: User, text = randomBytes(24).toString('hex')): Token {
    const issuedAt = this.#clock.now()
    const token = { text, user, issuedAt, expiresAt: issuedAt + this.lifetime }
    this.addToken(token)
    return token
  }

  /** Returns the valid token with this text; undefined for an unknown, revoked or expired one. */
  find(text: string): Token | undefined {
    const token = this.#tokens.get(keyOf(text))
    return token !== undefined && token.expiresAt > this.#clock.now() ? token : undefined
  }

  revoke(token: Token): void {
    this.#tokens.delete(keyOf(token.text))
  }

  /** Returns the user whose application credential has this secret and this id, or this name and user. */
  signInWithApplicationCredential(
    identifier: { id: string } | { name: string; user: NameOrId },
    secret: string,
  ): User | undefined {
    const user =
      'id' in identifier
        ? this.users.find((candidate) => applicationCredentialOf(candidate).id === identifier.id)
        : this.#find(identifier.user)
    if (user === undefined) return undefined
    const credential = applicationCredentialOf(user)
    const isNamed = 'id' in identifier || identifier.name === credential.name
    return isNamed && isSameSecret(credential.secret, secret) ? user : undefined
  }

  /** Returns the user with this name or id and this password. */
  signIn(nameOrId: NameOrId, password: string): User | undefined {
    const user = this.#find(nameOrId)
    return user !== undefined && isSameSecret(user.password, password) ? user : undefined
  }

  #find({ name, id }: NameOrId): User | undefined {
    return this.users.find((user) => (id === undefined ? user.name === name : user.id === id))
  }
}
