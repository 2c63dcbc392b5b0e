import { fingerprintMatches, fingerprintOf, keysMatch } from './key-pair-match.ts'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** Compares private keys and fingerprints with the public key in the same response. */
export class KeypairCheck {
  /** The public key in the first response that showed a keypair. */
  readonly #first = new WeakMap<ResourceMemory, string>()

  /** Returns the public key in the first response that showed a keypair, if any did. */
  keyOf(memory: ResourceMemory): string | undefined {
    return this.#first.get(memory)
  }

  /** Finds a private key, or a fingerprint, that does not belong to the public key of the keypair. */
  check(
    memory: ResourceMemory,
    operation: ObservedCall['operation'],
    keypair: unknown,
    pointer: string,
  ): readonly Contradiction[] {
    const publicKey = textAt(keypair, 'public_key')
    if (publicKey === undefined || (operation !== 'createKeypair' && operation !== 'showKeypair')) return []
    const first = this.#first.get(memory) ?? publicKey
    this.#first.set(memory, first)
    const privateKey = operation === 'createKeypair' ? textAt(keypair, 'private_key') : undefined
    if (privateKey !== undefined && keysMatch(privateKey, publicKey) === false) return [foreignPrivateKey(pointer)]
    const fingerprint = textAt(keypair, 'fingerprint')
    if (fingerprint === undefined || fingerprintMatches(fingerprint, publicKey) !== false) return []
    // The fingerprint belongs to the first public key: it is the public key that changed, which its attribute rule reports.
    const isOtherKey = first !== publicKey && fingerprintMatches(fingerprint, first) === true
    return isOtherKey ? [] : [foreignFingerprint(pointer, fingerprint, publicKey)]
  }
}

const foreignPrivateKey = (pointer: string): Contradiction => ({
  requirement: 'keypairs.create.private-key',
  message: 'The private key does not belong to the public key.',
  at: `${pointer}/private_key`,
  expected: 'the private key of the public key in the same response',
  actual: 'another private key',
})

const foreignFingerprint = (pointer: string, fingerprint: string, publicKey: string): Contradiction => ({
  requirement: 'keypairs.fingerprint-agrees',
  message: 'The fingerprint is not that of the public key.',
  at: `${pointer}/fingerprint`,
  expected: `${fingerprintOf(publicKey)}, the MD5 of the decoded public key in the same response`,
  actual: fingerprint,
})
