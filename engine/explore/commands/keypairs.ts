/** Keypairs, which servers of the same walk may use. */
import { newPublicKey } from '#harness/core'
import type { Model } from '../model.ts'
import { sendRequest } from '../step-requests.ts'
import { type Command, forbidden, legal } from './command.ts'

const maxKeypairs = 3

const createKeypair: Command = {
  action: 'create-keypair',
  propose: ({ keypairs }: Model) =>
    keypairs.size < maxKeypairs ? [{ action: 'create-keypair', keypair: keypairs.size + 1 }] : [],
  rule: ({ keypairs }, { keypair }) => (keypair !== undefined && !keypairs.has(keypair) ? legal : undefined),
  async perform(context, { keypair: number }, rule) {
    if (number === undefined) return 'rejected'
    const name = context.compute.run.uniqueName('explored-key')
    // A new key would cost the target more time than everything else.
    const body = { keypair: { name, public_key: newPublicKey() } }
    const { response, result } = await sendRequest(context, rule, 'createKeypair', { body })
    const publicKey = response.string('body/keypair/public_key')
    if (result === 'accepted')
      context.model.keypairs.set(number, { number, name, publicKey, isDeleted: false, isAbandoned: false })
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
