import { fingerprintMatches, keysMatch } from './key-pair-match.ts'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** A private key, or a fingerprint, of another key than the public key beside it. */
export function findForeignKey(
  operation: ObservedCall['operation'],
  keypair: unknown,
  pointer: string,
): readonly Contradiction[] {
  const publicKey = textAt(keypair, 'public_key')
  if (publicKey === undefined) return []
  const privateKey = operation === 'createKeypair' ? textAt(keypair, 'private_key') : undefined
  if (privateKey !== undefined && keysMatch(privateKey, publicKey) === false)
    return [
      {
        requirement: 'keypairs.create.private-key',
        message: 'The private key does not belong to the public key.',
        at: `${pointer}/private_key`,
        expected: 'the private key of the public key in the same response',
        actual: 'another private key',
      },
    ]
  const fingerprint =
    operation === 'createKeypair' || operation === 'showKeypair' ? textAt(keypair, 'fingerprint') : undefined
  if (fingerprint === undefined || fingerprintMatches(fingerprint, publicKey) !== false) return []
  return [
    {
      requirement: 'keypairs.fingerprint-agrees',
      message: 'The fingerprint is not that of the public key.',
      at: `${pointer}/fingerprint`,
      expected: 'the MD5 fingerprint of the public key in the same response',
      actual: fingerprint,
    },
  ]
}
