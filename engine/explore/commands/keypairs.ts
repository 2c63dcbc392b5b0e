/** Keypairs, which servers of the same walk may use. */
import { newPublicKey } from '#harness/core'
import type { KnownKeypair, Model } from '../model.ts'
import { sendRequest } from '../step-requests.ts'
import type { WalkContext } from '../walk-context.ts'
import { type Command, forbidden, legal } from './command.ts'

/** Each is created again once after its deletion: otherwise walks would consist of these steps. */
const maxKeypairs = 2

/** Tells whether the name of a keypair can be used again. */
const isFree = ({ isDeleted, isAbandoned, isSecond }: KnownKeypair): boolean => isDeleted && !isAbandoned && !isSecond

/**
 * Repeats the creation of a keypair that was deleted and is not found any more, until its name is free everywhere.
 * @throws ViolationFound, or KnownViolation
 */
async function createAgain(context: WalkContext, body: object) {
  const create = () => context.compute.call('createKeypair', { body })
  const { value } = await context.compute.poll(create, ({ status }) => status !== 409, 'propagation', 'explore name')
  if (value.status === 409)
    context.failStep('keypairs.delete.removes', value, {
      message: 'A valid request was rejected, although others like it were accepted.',
      at: 'status',
      expected: 'a success (2xx)',
      actual: '409',
    })
  return { response: value, result: value.isSuccess ? 'accepted' : 'rejected' } as const
}

const createKeypair: Command = {
  action: 'create-keypair',
  propose: ({ keypairs, usedKeypairs }: Model) =>
    [
      ...(keypairs.size < maxKeypairs ? [keypairs.size + 1] : []),
      ...usedKeypairs.filter(isFree).map(({ number }) => number),
    ].map((keypair) => ({ action: 'create-keypair', keypair }) as const),
  rule({ keypairs }, { keypair }) {
    if (keypair === undefined) return undefined
    const earlier = keypairs.get(keypair)
    return earlier === undefined || isFree(earlier) ? legal : undefined
  },
  async perform(context, { keypair: number }, rule) {
    if (number === undefined) return 'rejected'
    const earlier = context.model.keypairs.get(number)
    const name = earlier?.name ?? context.compute.run.uniqueName('explored-key')
    // A new key would cost the target more time than everything else.
    const body = { keypair: { name, public_key: newPublicKey() } }
    const sent = await sendRequest(context, rule, 'createKeypair', { body })
    const { response, result } = earlier && sent.response.status === 409 ? await createAgain(context, body) : sent
    const publicKey = response.string('body/keypair/public_key')
    if (result === 'accepted')
      context.model.keypairs.set(number, {
        ...{ number, name, publicKey, isSecond: earlier !== undefined },
        isDeleted: false,
        isAbandoned: false,
      })
    return result
  },
}

const deleteKeypair: Command = {
  action: 'delete-keypair',
  propose: ({ usedKeypairs }) =>
    usedKeypairs.map(({ number }) => ({ action: 'delete-keypair', keypair: number }) as const),
  rule({ usedKeypairs }, { keypair }) {
    const known = usedKeypairs.find(({ number }) => number === keypair)
    return known && (known.isDeleted ? forbidden('keypairs.unknown-refused') : legal)
  },
  async perform(context, { keypair = 0 }, rule) {
    const known = context.model.keypairs.get(keypair)
    if (!known) return 'rejected'
    const { result } = await sendRequest(context, rule, 'deleteKeypair', { path: { keypairName: known.name } })
    if (result === 'accepted') known.isDeleted = true
    return result
  },
}

export const keypairCommands: readonly Command[] = [createKeypair, deleteKeypair]
