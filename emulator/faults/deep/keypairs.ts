import { createHash } from 'node:crypto'
import { conflict } from '../../server/errors.ts'
import type { Json, JsonObject } from '../../server/response.ts'
import { deleteKeypair, removeKeypair, requireUnusedName } from '../../services/compute/keypairs.ts'
import type { OperationCall } from '../../services/operation.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { type Edit, fixed } from '../edits.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { errorResponse } from '../responses.ts'

const fingerprintOfName: Edit = (keypair) => {
  const digest = createHash('md5').update(String(keypair['name'])).digest('hex')
  return { ...keypair, fingerprint: digest.replace(/..(?!$)/g, '$&:') }
}

/** Tells whether a server uses the keypair that a call names. */
const isInUse = ({ cloud, user, param }: OperationCall): boolean =>
  cloud.servers
    .all()
    .some(({ vmState, userId, keyName }) => vmState !== 'deleted' && userId === user.id && keyName === param('keypair'))

/** Faults in which a keypair shows values of another keypair or user. */
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
  defineStatefulFault(
    'deep-keypair-fingerprint-of-first-of-its-name',
    'keypairs.fingerprint-agrees',
    'A keypair is shown with the fingerprint of the first one that had its name.',
    () => {
      const first = new Map<string, Json>()
      return [
        mutateBody('keypairs.create', 'keypair', (keypair) => {
          const name = String(keypair['name'])
          first.set(name, first.get(name) ?? keypair['fingerprint'] ?? null)
          return keypair
        }),
        mutateBody(
          'keypairs.show',
          'keypair',
          (keypair): JsonObject => ({ ...keypair, fingerprint: first.get(String(keypair['name'])) ?? null }),
        ),
      ]
    },
  ),
  defineFault(
    'deep-keypair-generated-shown-cut',
    'keypairs.create.generates',
    'The public keys of generated keypairs are truncated when they are shown.',
    mutateBody('keypairs.show', 'keypair', (keypair) => {
      const key = String(keypair['public_key'])
      return /Generated-by/.test(key) ? { ...keypair, public_key: key.slice(0, 60) } : keypair
    }),
  ),
  defineFault(
    'deep-keypair-name-taken-for-good',
    'keypairs.delete.removes',
    'The name of a deleted keypair cannot be used again.',
    requireUnusedName.override((original, call, name) => {
      original(call, name)
      if (call.cloud.keypairs.wasNameUsed(call.user.id, name)) throw conflict(`Key pair '${name}' already exists.`)
    }),
  ),
  defineFault(
    'deep-keypair-generated-kept',
    'keypairs.delete.removes',
    'The deletion of a generated keypair is accepted but has no effect.',
    removeKeypair.overrideWhen(
      (_call, { publicKey }) => /Generated-by/.test(publicKey),
      () => undefined,
    ),
  ),
  defineFault(
    'deep-keypair-in-use-kept',
    'keypairs.delete.removes',
    'A keypair that a server uses cannot be deleted.',
    deleteKeypair.overrideWhen(isInUse, () => errorResponse(409, 'conflictingRequest', 'The keypair is in use.')),
  ),
  defineFault(
    'deep-keypair-errors-without-message',
    'errors.envelope',
    'Errors of keypairs have no message.',
    mutateResponse('keypairs.show', (response) =>
      response.status < 400 ? response : { ...response, body: { itemNotFound: { code: response.status } } },
    ),
  ),
  defineFault(
    'deep-keypair-comment-cut',
    'keypairs.create.imports',
    'Only the first word of the comment of an imported key is shown.',
    mutateBody('keypairs.show', 'keypair', (keypair) => ({
      ...keypair,
      public_key: /Generated-by/.test(String(keypair['public_key']))
        ? (keypair['public_key'] ?? null)
        : String(keypair['public_key']).split(' ').slice(0, 3).join(' '),
    })),
  ),
]
