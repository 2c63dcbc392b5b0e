import { resolvePointer } from '#contract'
import type { AttributeRule } from './attribute-rule.ts'
import { textAt } from './read-attribute.ts'

/** Nothing about a keypair changes while it exists. */
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

/** The public key of a pair that the service has generated, without its comment. That lists show a key unchanged is said of imported ones. */
const generatedKey: AttributeRule = {
  at: 'public_key',
  requirement: 'keypairs.create.generates',
  read: (keypair) => textAt(keypair, 'public_key')?.trim().split(/\s+/, 2).join(' '),
  ignoresLists: true,
}

/** The same of a pair that the service has generated. */
export const generatedKeypairAttributes: readonly AttributeRule[] = keypairAttributes.map((rule) =>
  rule.at === generatedKey.at ? generatedKey : rule,
)
