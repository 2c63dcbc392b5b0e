import { defineFault } from './define-fault.ts'
import { asObject, changed, changedList, type Edit, fixed, isObject, renamed, without } from './edits.ts'
import { mutateBody } from './mutators.ts'

const inList = (edit: Edit) => mutateBody('keypairs.list', '', edit)
const inListed = (edit: Edit) => mutateBody('keypairs.list', 'keypairs.*.keypair', edit)
const inShown = (edit: Edit) => mutateBody('keypairs.show', 'keypair', edit)
const inCreated = (edit: Edit) => mutateBody('keypairs.create', 'keypair', edit)

/** Faults of the representation of keypairs. */
export const keypairFieldFaults = [
  defineFault(
    'keypairs-list-empty',
    'keypairs.list.answers',
    'The list of keypairs is always empty.',
    inList(fixed('keypairs', [])),
  ),
  defineFault(
    'keypairs-as-object',
    'keypairs.list.array',
    'The keypairs are in an object instead of an array.',
    inList(asObject('keypairs')),
  ),
  defineFault(
    'keypairs-unwrapped',
    'keypairs.list.wrapper',
    'Listed keypairs are not wrapped.',
    inList(
      changedList('keypairs', (pairs) => pairs.map((pair) => (isObject(pair) ? (pair['keypair'] ?? pair) : pair))),
    ),
  ),
  defineFault(
    'keypairs-generated-unlisted',
    'keypairs.list.answers',
    'The list omits generated keypairs.',
    inList(
      changedList('keypairs', (pairs) => pairs.filter((pair) => !JSON.stringify(pair).includes('Generated-by-Nova'))),
    ),
  ),
  defineFault('keypairs-name-missing', 'keypairs.name', 'Shown keypairs have no name.', inShown(without('name'))),
  defineFault(
    'keypairs-public-key-missing',
    'keypairs.public-key',
    'Listed keypairs have no public key.',
    inListed(without('public_key')),
  ),
  defineFault(
    'keypairs-listed-key-cut',
    'keypairs.create.imports',
    'Listed public keys are truncated.',
    inListed(changed('public_key', (key) => String(key).slice(0, 60))),
  ),
  defineFault(
    'keypairs-fingerprint-missing',
    'keypairs.fingerprint',
    'Listed keypairs have no fingerprint.',
    inListed(without('fingerprint')),
  ),
  defineFault(
    'keypairs-fingerprint-differs',
    'keypairs.fingerprint-agrees',
    'The fingerprint in show differs from the one in create and list.',
    inShown(fixed('fingerprint', Array(16).fill('00').join(':'))),
  ),
  defineFault(
    'keypairs-user-missing',
    'keypairs.user-id',
    'A created keypair has no owner.',
    inCreated(without('user_id')),
  ),
  defineFault(
    'keypairs-show-another',
    'keypairs.show.by-name',
    'A shown keypair has the name of another one.',
    inShown(fixed('name', 'another')),
  ),
  defineFault(
    'keypairs-show-renamed',
    'keypairs.show.object',
    'The wrapper of a shown keypair has another name.',
    mutateBody('keypairs.show', '', renamed('keypair', 'key_pair')),
  ),
  defineFault(
    'keypairs-private-key-shown',
    'keypairs.create.private-key',
    'A shown keypair has a private key.',
    inShown(fixed('private_key', 'PRIVATE KEY')),
  ),
  defineFault(
    'keypairs-deleted-missing',
    'keypairs.deleted',
    'A shown keypair does not say whether it is deleted.',
    inShown(without('deleted')),
  ),
  defineFault(
    'keypairs-deleted-true',
    'keypairs.deleted',
    'Every shown keypair is marked as deleted.',
    inShown(fixed('deleted', true)),
  ),
  defineFault(
    'keypairs-created-as-number',
    'keypairs.created-at',
    'The time of creation of a keypair is a number of seconds.',
    inShown(changed('created_at', (time) => Date.parse(`${time}Z`) / 1000)),
  ),
  defineFault(
    'keypairs-updated-empty',
    'keypairs.updated-at',
    'The time of the last change of a keypair is an empty string.',
    inShown(fixed('updated_at', '')),
  ),
  defineFault(
    'keypairs-deleted-at-empty',
    'keypairs.deleted-at',
    'The time of deletion of a keypair is an empty string.',
    inShown(fixed('deleted_at', '')),
  ),
  defineFault(
    'keypairs-id-as-text',
    'keypairs.id',
    'The id of a keypair is a string.',
    inShown(changed('id', (id) => `key-${id}`)),
  ),
  defineFault(
    'keypairs-private-key-missing',
    'keypairs.create.private-key',
    'A generated keypair has no private key.',
    inCreated(without('private_key')),
  ),
  defineFault(
    'keypairs-create-renamed',
    'keypairs.create.object',
    'The wrapper of a created keypair has another name.',
    mutateBody('keypairs.create', '', renamed('keypair', 'key_pair')),
  ),
  defineFault(
    'keypairs-created-name-differs',
    'keypairs.create.imports',
    'The name of a created keypair differs from the one in the request.',
    inCreated(changed('name', (name) => `another-${name}`)),
  ),
]
