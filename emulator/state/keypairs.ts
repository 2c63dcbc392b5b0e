import { loadSshpk } from './load-sshpk.ts'
import type { ChangeListener } from './observable-map.ts'
import { KeyRing, type KeySource } from './rsa-keys.ts'

export interface Keypair {
  readonly id: number
  readonly name: string
  readonly userId: string
  readonly publicKey: string
  readonly fingerprint: string
  readonly createdAt: number
}

/**
 * Returns the MD5 fingerprint of an OpenSSH public key, `aa:bb:…`, as Nova computes it; undefined for a text that is not such a key.
 */
export async function fingerprintOf(publicKey: string): Promise<string | undefined> {
  const sshpk = await loadSshpk()
  try {
    return sshpk.parseKey(publicKey.trim(), 'ssh').fingerprint('md5').toString('hex')
  } catch {
    return undefined
  }
}

/** The keypairs of all users. A name is unique per user. */
export class Keypairs {
  readonly keys: KeySource
  readonly #pairs: Keypair[] = []
  readonly #names = new Set<string>()
  #listener: ChangeListener<Keypair> | undefined
  #lastId = 0

  constructor(keys: KeySource = new KeyRing().source()) {
    this.keys = keys
  }

  of(userId: string): readonly Keypair[] {
    return this.#pairs.filter((pair) => pair.userId === userId)
  }

  find(userId: string, name: string): Keypair | undefined {
    return this.#pairs.find((pair) => pair.userId === userId && pair.name === name)
  }

  add(pair: Omit<Keypair, 'id'>): Keypair {
    const added = { id: ++this.#lastId, ...pair }
    this.#pairs.push(added)
    this.#names.add(`${pair.userId} ${pair.name}`)
    this.#listener?.(String(added.id), added)
    return added
  }

  /** Returns every keypair with the key that a listener gets for it. */
  *entries(): Iterable<readonly [string, Keypair]> {
    for (const pair of this.#pairs) yield [String(pair.id), pair]
  }

  /** Calls `listener` for every keypair that is added or removed from now on. */
  observe(listener: ChangeListener<Keypair>): void {
    this.#listener = listener
  }

  /** Returns every keypair, in the order of creation. */
  all(): readonly Keypair[] {
    return this.#pairs
  }

  get lastId(): number {
    return this.#lastId
  }

  /** Restores the values of `all` and `lastId`. */
  restore(pairs: readonly Keypair[], lastId: number): void {
    this.#pairs.splice(0, this.#pairs.length, ...pairs)
    this.#lastId = lastId
  }

  /** Tells whether the user has, or had, a keypair with this name. */
  wasNameUsed(userId: string, name: string): boolean {
    return this.#names.has(`${userId} ${name}`)
  }

  remove(pair: Keypair): void {
    this.#pairs.splice(this.#pairs.indexOf(pair), 1)
    this.#listener?.(String(pair.id), undefined)
  }
}
