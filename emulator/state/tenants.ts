import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'

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

export interface Token {
  readonly text: string
  readonly user: User
  readonly issuedAt: number
  readonly expiresAt: number
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Twelve hours, Keystone's usual order of magnitude. */
const defaultLifetime = 12 * 60 * 60 * 1000

/**
 * Who may call: two tenants with one user each, and the tokens given to them. A user's name is its tenant's name and
 * its password is `<name>-password`: this service guards nothing but itself.
 */
export class Accounts {
  readonly conformance: User
  readonly other: User
  readonly #clock: Clock
  readonly #lifetime: number
  /** By the digest of the token, so that finding one does not depend on how much of a guess is right. */
  readonly #tokens = new Map<string, Token>()

  constructor(random: Random, clock: Clock, lifetime = defaultLifetime) {
    this.#clock = clock
    this.#lifetime = lifetime
    this.conformance = newUser(random, 'conformance')
    this.other = newUser(random, 'other')
  }

  get users(): readonly User[] {
    return [this.conformance, this.other]
  }

  issue(user: User): Token {
    const issuedAt = this.#clock.now()
    const token = { text: randomBytes(24).toString('hex'), user, issuedAt, expiresAt: issuedAt + this.#lifetime }
    this.#tokens.set(digest(token.text).toString('hex'), token)
    return token
  }

  /** The live token with this text; undefined for an unknown, revoked or expired one. */
  find(text: string): Token | undefined {
    const wanted = digest(text)
    const token = this.#tokens.get(wanted.toString('hex'))
    if (token === undefined || !timingSafeEqual(digest(token.text), wanted)) return undefined
    return token.expiresAt > this.#clock.now() ? token : undefined
  }

  revoke(token: Token): void {
    this.#tokens.delete(digest(token.text).toString('hex'))
  }

  /** The user with this name or id and password. */
  signIn(nameOrId: { name?: string | undefined; id?: string | undefined }, password: string): User | undefined {
    const user = this.users.find(({ name, id }) =>
      nameOrId.id === undefined ? name === nameOrId.name : id === nameOrId.id,
    )
    return user !== undefined && timingSafeEqual(digest(user.password), digest(password)) ? user : undefined
  }
}

function newUser(random: Random, name: string): User {
  return { id: random.hex(32), name, password: `${name}-password`, tenant: { id: random.hex(32), name } }
}
