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

/** It takes as long to load as all the rest of the emulator, which most who start one never need. */
const loadSshpk = async () => (await import('sshpk')).default

/** Nova's own length and comment for keys that it generates. */
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

/** Where an emulator has its new keys from. */
export interface KeySource {
  take(): Promise<GeneratedKey>
}

/** Generating an RSA key takes a good part of a second, so that one is made ahead once the first has been asked for. */
class KeyForge implements KeySource {
  #spare: Promise<GeneratedKey> | undefined

  async take(): Promise<GeneratedKey> {
    const key = await (this.#spare ?? generateKey())
    this.#spare = generateKey()
    // A failure of the spare is reported to whoever takes it.
    this.#spare.catch(() => undefined)
    return key
  }
}

/**
 * Keys for many emulators in one process, one after the other or side by side. Each is generated once, when the first emulator
 * wants it, and handed to every emulator in the same order: none gets a key twice.
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

/** All users' keypairs; a name is unique within its user. */
export class Keypairs {
  readonly keys: KeySource
  readonly #pairs: Keypair[] = []
  readonly #names = new Set<string>()
  #notice: ChangeListener<Keypair> | undefined
  #lastId = 0

  constructor(keys: KeySource = new KeyForge()) {
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
    this.#notice?.(String(added.id), added)
    return added
  }

  /** Every user's, by the key that an observer knows it by. */
  *entries(): Iterable<readonly [string, Keypair]> {
    for (const pair of this.#pairs) yield [String(pair.id), pair]
  }

  /** From now on `notice` hears of every keypair that comes or goes. */
  observe(notice: ChangeListener<Keypair>): void {
    this.#notice = notice
  }

  /** Every user's, in the order in which they were made. */
  all(): readonly Keypair[] {
    return this.#pairs
  }

  get lastId(): number {
    return this.#lastId
  }

  /** Puts back what `all` and `lastId` told. */
  restore(pairs: readonly Keypair[], lastId: number): void {
    this.#pairs.splice(0, this.#pairs.length, ...pairs)
    this.#lastId = lastId
  }

  /** Whether the user has, or had, a keypair of this name. */
  wasNameUsed(userId: string, name: string): boolean {
    return this.#names.has(`${userId} ${name}`)
  }

  remove(pair: Keypair): void {
    this.#pairs.splice(this.#pairs.indexOf(pair), 1)
    this.#notice?.(String(pair.id), undefined)
  }
}
