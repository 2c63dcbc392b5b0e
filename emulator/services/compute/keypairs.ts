import { defineHook } from '../../fault-injection/hooks.ts'
import { inMicroseconds } from '../../serializers/timestamps.ts'
import { badRequest, conflict, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../server/response.ts'
import { fingerprintOf, type Keypair } from '../../state/keypairs.ts'
import { type RequestFields, required, text, trimmedName, unwrap } from '../../validation/fields.ts'
import type { Operation, OperationCall } from '../operation.ts'

/** Nova's limit for an imported key, in characters. */
const longestKey = 16_384

function summary({ name, publicKey, fingerprint }: Keypair): JsonObject {
  return { name, public_key: publicKey, fingerprint }
}

/** Returns the full representation of a keypair. */
export function keypairDetail(pair: Keypair): JsonObject {
  return {
    ...summary(pair),
    user_id: pair.userId,
    created_at: inMicroseconds(pair.createdAt),
    updated_at: null,
    deleted_at: null,
    deleted: false,
    id: pair.id,
  }
}

/** Returns the caller's keypair that the path names. @throws ApiError 404 */
export const findKeypair = defineHook('keypairs.find', ({ cloud, user, param }: OperationCall): Keypair => {
  const name = param('keypair')
  const pair = cloud.keypairs.find(user.id, name)
  if (pair === undefined) throw notFound(`Keypair ${name} not found for user ${user.id}`)
  return pair
})

/** Reads the name of the new keypair. @throws ApiError 400 */
export const readKeypairName = defineHook('keypairs.readName', (_call: OperationCall, fields: RequestFields): string =>
  trimmedName(required(fields, 'name', 'keypair'), 'name'),
)

/** Returns the key to import; undefined when the request has none, so that a pair is generated. @throws ApiError 400 */
export const readPublicKey = defineHook(
  'keypairs.readPublicKey',
  async (_call: OperationCall, fields: RequestFields): Promise<string | undefined> => {
    if (fields['public_key'] === undefined) return undefined
    const publicKey = text(fields['public_key'], 'public_key', 1, longestKey)
    if ((await fingerprintOf(publicKey)) === undefined) {
      throw badRequest('Keypair data is invalid: it is not a public key')
    }
    return publicKey
  },
)

/** Rejects the name of an existing keypair of the user. @throws ApiError 409 */
export const requireUnusedName = defineHook(
  'keypairs.requireUnusedName',
  ({ cloud, user }: OperationCall, name: string): void => {
    if (cloud.keypairs.find(user.id, name) !== undefined) throw conflict(`Key pair '${name}' already exists.`)
  },
)

async function createKeypair(call: OperationCall): Promise<EmulatorResponse> {
  const { cloud, user, body } = call
  const fields = unwrap(body, 'keypair')
  const name = readKeypairName(call, fields)
  const imported = await readPublicKey(call, fields)
  requireUnusedName(call, name)
  const generated = imported === undefined ? await cloud.keypairs.keys.take() : undefined
  const publicKey = imported ?? generated?.publicKey ?? ''
  const fingerprint = (await fingerprintOf(publicKey)) ?? ''
  // Another request may have taken the name while the key was being generated.
  requireUnusedName(call, name)
  const pair = cloud.keypairs.add({ name, userId: user.id, publicKey, fingerprint, createdAt: cloud.clock.now() })
  return ok({ keypair: { ...summary(pair), user_id: user.id, private_key: generated?.privateKey } })
}

export const showKeypair = defineHook(
  'keypairs.show',
  (call: OperationCall): EmulatorResponse => ok({ keypair: keypairDetail(findKeypair(call)) }),
)

export const removeKeypair = defineHook('keypairs.remove', ({ cloud }: OperationCall, pair: Keypair): void =>
  cloud.keypairs.remove(pair),
)

export const deleteKeypair = defineHook('keypairs.delete', (call: OperationCall): EmulatorResponse => {
  removeKeypair(call, findKeypair(call))
  return accepted()
})

/** Keypairs belong to the calling user, not to the tenant of the path. */
export const keypairOperations: readonly Operation[] = [
  {
    name: 'keypairs.list',
    method: 'GET',
    path: '/os-keypairs',
    handle: ({ cloud, user }) =>
      ok({ keypairs: cloud.keypairs.of(user.id).map((pair) => ({ keypair: summary(pair) })) }),
  },
  { name: 'keypairs.show', method: 'GET', path: '/os-keypairs/:keypair', handle: showKeypair },
  { name: 'keypairs.create', method: 'POST', path: '/os-keypairs', handle: createKeypair },
  { name: 'keypairs.delete', method: 'DELETE', path: '/os-keypairs/:keypair', handle: deleteKeypair },
]
