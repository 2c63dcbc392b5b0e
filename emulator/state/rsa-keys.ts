import { createPrivateKey, generatePrime } from 'node:crypto'
import { loadSshpk } from './load-sshpk.ts'

/** Nova's comment of the keys that it generates. */
const comment = 'Generated-by-Nova'

export interface GeneratedKey {
  /** In the format of OpenSSH. */
  readonly publicKey: string
  /** PKCS#1, as PEM. */
  readonly privateKey: string
}

/** Provides the generated keys of an emulator. */
export interface KeySource {
  take(): Promise<GeneratedKey>
}

// Two primes of 1,024 bits, both with the two highest bits set, have a product of 2,048 bits: Nova's key length.
const newPrime = (): Promise<bigint> =>
  new Promise((resolve, reject) => {
    generatePrime(1024, { bigint: true }, (error, prime) => (error instanceof Error ? reject(error) : resolve(prime)))
  })

/** Returns the number x with `value * x ≡ 1 (mod modulus)`, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, nextRest] = [modulus, value % modulus]
  let [factor, nextFactor] = [0n, 1n]
  while (nextRest !== 0n) {
    const quotient = rest / nextRest
    ;[rest, nextRest] = [nextRest, rest - quotient * nextRest]
    ;[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor]
  }
  return ((factor % modulus) + modulus) % modulus
}

const bytesOf = (value: bigint): Buffer => {
  const digits = value.toString(16)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

/** Returns the RSA key of two primes. */
async function keyOf(p: bigint, q: bigint): Promise<GeneratedKey> {
  const e = 65537n
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const jwk = Object.entries(numbers).map(([name, value]) => [name, bytesOf(value).toString('base64url')])
  const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries(jwk) } })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const [type, blob] = (await loadSshpk()).parsePrivateKey(pem, 'pem').toPublic().toString('ssh').split(' ')
  return { publicKey: `${type} ${blob} ${comment}`, privateKey: pem }
}

/** Returns the pair at a position of (0,1), (0,2), (1,2), (0,3), …, which uses as few different primes as possible. */
function pairAt(position: number): readonly [number, number] {
  let last = 1
  let before = 0
  while (position >= before + last) before += last++
  return [position - before, last]
}

/**
 * Primes that emulators share. Finding a prime takes nearly all the time of a new RSA key, so a key combines two primes that other
 * keys have as well, but no two keys have both. **Keys with a common prime can be broken**: an emulator's keys protect nothing.
 *
 * Every emulator gets the keys in the same order.
 */
export class KeyRing {
  readonly #primes: Promise<bigint>[] = []

  source(): KeySource {
    let next = 0
    return {
      take: async () => {
        const [first, second] = pairAt(next++)
        return keyOf(await this.#prime(first), await this.#prime(second))
      },
    }
  }

  #prime(index: number): Promise<bigint> {
    const prime = this.#primes[index] ?? newPrime()
    this.#primes[index] = prime
    return prime
  }
}
