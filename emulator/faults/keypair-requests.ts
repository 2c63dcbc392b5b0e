import { notFound } from '../server/errors.ts'
import { accepted, ok } from '../server/response.ts'
import {
  deleteKeypair,
  findKeypair,
  keypairDetail,
  readKeypairName,
  readPublicKey,
  removeKeypair,
  requireUnusedName,
  showKeypair,
} from '../services/compute/keypairs.ts'
import type { OperationCall } from '../services/operation.ts'
import type { Keypair } from '../state/keypairs.ts'
import { required, trimmedName } from '../validation/fields.ts'
import { defineFault, defineStatefulFault } from './define-fault.ts'
import { isObject } from './edits.ts'
import { acceptIf, insteadOfSuccess, mutateResponse } from './mutators.ts'
import { createdKeypair, errorResponse, unusedKey } from './responses.ts'

/** Returns the object in the body of a create request; undefined for a body without one. */
function requestedPair(body: unknown) {
  const keypair = isObject(body) ? body['keypair'] : undefined
  return isObject(keypair) ? keypair : undefined
}

const byPrefix = ({ cloud, user, param }: OperationCall): Keypair | undefined =>
  cloud.keypairs.of(user.id).find(({ name }) => name.startsWith(param('keypair')))

const exists = ({ cloud, user, param }: OperationCall) => cloud.keypairs.find(user.id, param('keypair')) !== undefined

const rejectAsUnknown = (_original: unknown, { param }: OperationCall): never => {
  throw notFound(`Keypair ${param('keypair')} not found.`)
}

/** Remembers the keypairs that are deleted. */
function deletionMemory() {
  const deleted = new Set<string>()
  const key = (userId: string, name: string) => `${userId} ${name}`
  return {
    memorize: removeKeypair.observe((_call, { userId, name }) => {
      deleted.add(key(userId, name))
    }),
    wasDeleted: ({ user, param }: OperationCall) => deleted.has(key(user.id, param('keypair'))),
  }
}

/** Faults of how keypairs are created, found and deleted. */
export const keypairRequestFaults = [
  defineFault(
    'keypairs-generate-refused',
    'keypairs.create.generates',
    'A keypair cannot be created without a public key.',
    insteadOfSuccess(
      'keypairs.create',
      errorResponse(400, 'badRequest', 'public_key is required.'),
      ({ body }) => requestedPair(body)?.['public_key'] === undefined,
    ),
  ),
  defineFault(
    'keypairs-import-ignored',
    'keypairs.create.imports',
    'An imported public key is ignored and another one generated.',
    readPublicKey.overrideWhen(
      (_call, fields) => fields['public_key'] !== undefined,
      async (original, call, fields) => {
        await original(call, fields)
        return undefined
      },
    ),
  ),
  defineFault(
    'keypairs-wrapper-optional',
    'keypairs.create.keypair-required',
    'A keypair can be created without the wrapper of the request.',
    acceptIf('keypairs.create', createdKeypair, (body) => isObject(body) && !('keypair' in body)),
  ),
  defineFault(
    'keypairs-name-null-accepted',
    'keypairs.create.name-required',
    'A keypair can be created when its name is null.',
    acceptIf('keypairs.create', createdKeypair, (body) => requestedPair(body)?.['name'] === null),
  ),
  defineFault(
    'keypairs-name-optional',
    'keypairs.create.name-required',
    'A keypair can be created without a name.',
    acceptIf('keypairs.create', createdKeypair, (body) => {
      const pair = requestedPair(body)
      return pair !== undefined && !('name' in pair)
    }),
  ),
  defineFault(
    'keypairs-name-limit-ignored',
    'keypairs.create.name-length',
    'The name of a keypair may have any length.',
    readKeypairName.override((_original, _call, fields) =>
      trimmedName(required(fields, 'name', 'keypair'), 'name', Number.POSITIVE_INFINITY),
    ),
  ),
  defineFault(
    'keypairs-duplicate-accepted',
    'keypairs.create.duplicate-refused',
    'Two keypairs may have the same name.',
    requireUnusedName.override(() => undefined),
  ),
  defineFault(
    'keypairs-bad-key-accepted',
    'keypairs.create.bad-key-refused',
    'When the public key is invalid, another one is imported.',
    acceptIf('keypairs.create', createdKeypair, (body) => {
      const pair = requestedPair(body)
      return pair !== undefined && 'public_key' in pair && 'name' in pair
    }),
  ),
  defineFault(
    'keypairs-found-by-beginning',
    'keypairs.unknown-refused',
    'A keypair is found by the beginning of its name.',
    findKeypair.overrideWhen(
      (call) => !exists(call),
      (original, call) => byPrefix(call) ?? original(call),
    ),
  ),
  defineFault(
    'keypairs-name-half-decoded',
    'keypairs.show.by-name',
    'A plus sign in the path of a keypair stands for a blank.',
    showKeypair.overrideWhen(({ param }) => param('keypair').includes('+'), rejectAsUnknown),
  ),
  defineFault(
    'keypairs-with-blanks-undeletable',
    'keypairs.delete.removes',
    'A keypair whose name has a blank cannot be deleted.',
    deleteKeypair.overrideWhen(({ param }) => param('keypair').includes(' '), rejectAsUnknown),
  ),
  defineStatefulFault(
    'keypairs-unknown-shown',
    'keypairs.unknown-refused',
    'A keypair that never existed can be shown.',
    () => {
      const { memorize, wasDeleted } = deletionMemory()
      const neverExisted = (call: OperationCall) => !exists(call) && !wasDeleted(call)
      const showUnknown = showKeypair.overrideWhen(neverExisted, (_original, { cloud, user, param }) => {
        const pair = { id: 0, name: param('keypair'), userId: user.id, ...unusedKey, createdAt: cloud.clock.now() }
        return ok({ keypair: keypairDetail(pair) })
      })
      return [memorize, showUnknown]
    },
  ),
  defineFault(
    'keypairs-delete-does-nothing',
    'keypairs.delete.removes',
    'Deleting a keypair is accepted but has no effect.',
    removeKeypair.override(() => undefined),
  ),
  defineStatefulFault(
    'keypairs-delete-twice-accepted',
    'keypairs.unknown-refused',
    'A deleted keypair can be deleted again.',
    () => {
      const { memorize, wasDeleted } = deletionMemory()
      const isGone = (call: OperationCall) => !exists(call) && wasDeleted(call)
      return [memorize, deleteKeypair.overrideWhen(isGone, () => accepted())]
    },
  ),
  defineFault(
    'keypairs-delete-answers-body',
    'keypairs.delete.empty-body',
    'The response to deleting a keypair has a body.',
    mutateResponse('keypairs.delete', (response) =>
      response.status === 202 ? { ...response, body: { keypair: null } } : response,
    ),
  ),
]
