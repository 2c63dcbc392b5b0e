import { createHash } from 'node:crypto'
import type { Json } from '../../server/response.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { type Edit, fixed } from '../edits.ts'
import { mutateBody } from '../mutators.ts'

const fingerprintOfName: Edit = (keypair) => {
  const digest = createHash('md5').update(String(keypair['name'])).digest('hex')
  return { ...keypair, fingerprint: digest.replace(/..(?!$)/g, '$&:') }
}

/** Keypairs that show what belongs to another keypair or user. */
export const deepKeypairFaults = [
  defineFault(
    'deep-keypair-of-other-user',
    'keypairs.user-id',
    'A shown keypair belongs to another user than when it was created.',
    mutateBody('keypairs.show', 'keypair', fixed('user_id', '0'.repeat(32))),
  ),
  defineFault(
    'deep-keypair-fingerprint-of-name',
    'keypairs.fingerprint-agrees',
    'The fingerprint of a keypair is that of its name.',
    mutateBody('keypairs.show', 'keypair', fingerprintOfName),
    mutateBody('keypairs.create', 'keypair', fingerprintOfName),
    mutateBody('keypairs.list', 'keypairs.*.keypair', fingerprintOfName),
  ),
  defineStatefulFault(
    'deep-keypair-key-of-first-in-list',
    'keypairs.create.imports',
    'All listed keypairs have the public key of the first that was listed.',
    () => {
      let first: Json | undefined
      return [
        mutateBody('keypairs.list', 'keypairs.*.keypair', (keypair) => {
          first ??= keypair['public_key']
          return { ...keypair, public_key: first }
        }),
      ]
    },
  ),
]
