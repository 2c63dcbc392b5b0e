import { generateKeyPair } from 'node:crypto'
import type { ChangeListener } from './observable-map.ts'

export interface Keypair {
  readonly id: number
  readonly name: string
  readonly userId: string
  readonly publicKey: string
  readonly fingerprint: string
  readonly createdAt: number
}

export interface GeneratedKey {
  readonly publicKey: string
  readonly privateKey: string
}

/** Loaded on demand, because it takes as long to load as the rest of the emulator. */
const loadSshpk = async () => (await import('sshpk')).default

/** Generates a key with Nova's key length and comment. */
async function generateKey(): Promise<GeneratedKey> {
  const sshpk = await loadSshpk()
  return await new Promise((resolve, reject) => {
    const encoding = {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    } as const
    generateKeyPair('rsa', encoding, (error, publicKey, privateKey) => {
      if (error !== null) return reject(error)
      const ssh = sshpk.parseKey(publicKey, 'pem').toString('ssh')
      resolve({ publicKey: `${ssh.split(' ').slice(0, 2).join(' ')} Generated-by-Nova`, privateKey })
    })
  })
}

/** Provides the generated keys of an emulator. */
export interface KeySource {
  take(): Promise<GeneratedKey>
}

/** Generates keys, always one ahead after the first, because an RSA key takes a good part of a second. */
class KeyGenerator implements KeySource {
  #spare: Promise<GeneratedKey> | undefined

  async take(): Promise<GeneratedKey> {
    const key = await (this.#spare ?? generateKey())
    this.#spare = generateKey()
    // The next caller of `take` gets a failure.
    this.#spare.catch(() => undefined)
    return key
  }
}

/**
 * Keys that the emulators of one process share. Each key is generated when the first emulator needs it, and every emulator gets
 * the keys in the same order, each once.
 */
export class KeyRing {
  readonly #keys: Promise<GeneratedKey>[] = []

  source(): KeySource {
    let next = 0
    return {
      take: () => {
        const key = this.#keys[next] ?? generateKey()
        this.#keys[next++] = key
        return key
      },
    }
  }
}

/**
 * The MD5 fingerprint of an OpenSSH public key, `aa:bb:…`, as Nova computes it.
 * Returns undefined for a text that is not such a key.
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

  constructor(keys: KeySource = new KeyGenerator()) {
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

  /** Every keypair with the key that a listener gets for it. */
  *entries(): Iterable<readonly [string, Keypair]> {
    for (const pair of this.#pairs) yield [String(pair.id), pair]
  }

  /** Calls `listener` for every keypair that is added or removed from now on. */
  observe(listener: ChangeListener<Keypair>): void {
    this.#listener = listener
  }

  /** Every keypair, in the order of creation. */
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

  /** Whether the user has, or had, a keypair with this name. */
  wasNameUsed(userId: string, name: string): boolean {
    return this.#names.has(`${userId} ${name}`)
  }

  remove(pair: Keypair): void {
    this.#pairs.splice(this.#pairs.indexOf(pair), 1)
    this.#listener?.(String(pair.id), undefined)
  }
}
