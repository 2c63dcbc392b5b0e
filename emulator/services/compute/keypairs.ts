import { nobodysKey } from '../../faults/responses.ts'
import { inMicroseconds } from '../../serializers/timestamps.ts'
import { badRequest, conflict, notFound } from '../../server/errors.ts'
import { accepted, type EmulatorResponse, type JsonObject, ok } from '../../server/response.ts'
import { fingerprintOf, type Keypair } from '../../state/keypairs.ts'
import { required, text, trimmedName, wrapped } from '../../validation/fields.ts'
import type { Call, Operation } from '../operation.ts'

/** Nova's limit for an imported key, in characters. */
const longestKey = 16_384

function summary({ name, publicKey, fingerprint }: Keypair): JsonObject {
  return { name, public_key: publicKey, fingerprint }
}

function detail(pair: Keypair): JsonObject {
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

function findKeypair({ cloud, user, param }: Call): Keypair {
  const name = param('keypair')
  const pair = cloud.keypairs.find(user.id, name) ?? byBeginning({ cloud, user }, name)
  if (pair === undefined) throw notFound(`Keypair ${name} not found for user ${user.id}`)
  return pair
}

/** A keypair whose name begins so (a fault). */
function byBeginning({ cloud, user }: Pick<Call, 'cloud' | 'user'>, name: string): Keypair | undefined {
  if (!cloud.faults.has('keypairs-found-by-beginning')) return undefined
  return cloud.keypairs.of(user.id).find((pair) => pair.name.startsWith(name))
}

/** What a service makes up that shows keypairs which never were (a fault). */
function neverSeen({ cloud, user, param }: Call): Keypair | undefined {
  const name = param('keypair')
  if (!cloud.faults.has('keypairs-unknown-shown') || cloud.keypairs.wasNameUsed(user.id, name)) return undefined
  return { id: 0, name, userId: user.id, ...nobodysKey, createdAt: cloud.clock.now() }
}

async function createKeypair({ cloud, user, body }: Call): Promise<EmulatorResponse> {
  const fields = wrapped(body, 'keypair')
  const isUnlimited = cloud.faults.has('keypairs-name-limit-ignored')
  const longest = isUnlimited ? Number.POSITIVE_INFINITY : 255
  const name = trimmedName(required(fields, 'name', 'keypair'), 'name', longest)
  const given = fields['public_key']
  const refuseDuplicate = () => {
    if (cloud.keypairs.find(user.id, name) === undefined || cloud.faults.has('keypairs-duplicate-accepted')) return
    throw conflict(`Key pair '${name}' already exists.`)
  }
  const imported = given === undefined ? undefined : await importKey(given)
  const key = cloud.faults.has('keypairs-import-ignored') ? undefined : imported
  refuseDuplicate()
  const generated = key === undefined ? await cloud.keypairs.keys.take() : undefined
  const publicKey = key ?? generated?.publicKey ?? ''
  const fingerprint = (await fingerprintOf(publicKey)) ?? ''
  // Another request may have taken the name while the key was being made.
  refuseDuplicate()
  const pair = cloud.keypairs.add({ name, userId: user.id, publicKey, fingerprint, createdAt: cloud.clock.now() })
  return ok({ keypair: { ...summary(pair), user_id: user.id, private_key: generated?.privateKey } })
}

async function importKey(given: unknown): Promise<string> {
  const publicKey = text(given, 'public_key', 1, longestKey)
  if ((await fingerprintOf(publicKey)) === undefined) {
    throw badRequest('Keypair data is invalid: no fingerprint can be made of it')
  }
  return publicKey
}

function deleteKeypair(call: Call): EmulatorResponse {
  const { cloud, user, param } = call
  const name = param('keypair')
  const isGone = cloud.keypairs.find(user.id, name) === undefined && cloud.keypairs.wasNameUsed(user.id, name)
  if (isGone && cloud.faults.has('keypairs-delete-twice-accepted')) return accepted()
  const pair = findKeypair(call)
  if (!call.cloud.faults.has('keypairs-delete-does-nothing')) call.cloud.keypairs.remove(pair)
  return accepted()
}

/** Keypairs belong to the calling user, not to the tenant of the path. */
export const keypairOperations: readonly Operation[] = [
  {
    name: 'keypairs.list',
    method: 'GET',
    path: '/os-keypairs',
    handle: ({ cloud, user }) =>
      ok({ keypairs: cloud.keypairs.of(user.id).map((pair) => ({ keypair: summary(pair) })) }),
  },
  {
    name: 'keypairs.show',
    method: 'GET',
    path: '/os-keypairs/:keypair',
    handle: (call) => ok({ keypair: detail(neverSeen(call) ?? findKeypair(call)) }),
  },
  { name: 'keypairs.create', method: 'POST', path: '/os-keypairs', handle: createKeypair },
  { name: 'keypairs.delete', method: 'DELETE', path: '/os-keypairs/:keypair', handle: deleteKeypair },
]
