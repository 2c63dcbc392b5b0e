import { resolvePointer } from '#contract'
import type { AttributeRule } from './attribute-rule.ts'
import { textAt } from './read-attribute.ts'

/** The attributes of a keypair. None changes while the keypair exists. */
export const keypairAttributes: readonly AttributeRule[] = [
  {
    at: 'id',
    requirement: 'keypairs.id',
    read: (keypair) => {
      const id = resolvePointer(keypair, 'item/id')
      return typeof id === 'number' ? String(id) : undefined
    },
  },
  { at: 'user_id', requirement: 'keypairs.user-id', read: (keypair) => textAt(keypair, 'user_id') },
  {
    at: 'fingerprint',
    requirement: 'keypairs.fingerprint-agrees',
    read: (keypair) => textAt(keypair, 'fingerprint'),
  },
  {
    at: 'public_key',
    requirement: 'keypairs.create.imports',
    read: (keypair) => textAt(keypair, 'public_key')?.trim(),
    requested: { read: (keypair) => textAt(keypair, 'public_key')?.trim() },
  },
  { at: 'created_at', requirement: 'keypairs.created-at', read: (keypair) => textAt(keypair, 'created_at') },
]

/**
 * The public key of a generated keypair, without its comment. Lists are not compared: the document requires only that they show an
 * imported key unchanged.
 */
const generatedKey: AttributeRule = {
  at: 'public_key',
  requirement: 'keypairs.create.generates',
  read: (keypair) => textAt(keypair, 'public_key')?.trim().split(/\s+/, 2).join(' '),
  ignoresLists: true,
}

/** The attributes of a keypair that the service has generated. */
export const generatedKeypairAttributes: readonly AttributeRule[] = keypairAttributes.map((rule) =>
  rule.at === generatedKey.at ? generatedKey : rule,
)
