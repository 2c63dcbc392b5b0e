import type { Json } from '../reply.ts'
import { createdKeypair, refusal } from './answers.ts'
import {
  acceptedIf,
  asObject,
  changed,
  type Edit,
  fixed,
  inBody,
  inReply,
  isObject,
  renamed,
  without,
} from './edits.ts'
import { row } from './fault.ts'

const inShown = (change: Edit) => inBody('keypairs.show', 'keypair', change)
const inListed = (change: Edit) => inBody('keypairs.list', 'keypairs.*.keypair', change)
const inCreated = (change: Edit) => inBody('keypairs.create', 'keypair', change)

function unwrapped(keypairs: Json): Json {
  return Array.isArray(keypairs) ? keypairs.map(({ keypair }) => keypair) : keypairs
}

/** Defects of keypairs. */
export const keypairFaults = [
  row(
    'keypairs-list-empty',
    'keypairs.list.answers',
    'The list is always empty.',
    inBody('keypairs.list', '', fixed('keypairs', [])),
  ),
  row(
    'keypairs-as-object',
    'keypairs.list.array',
    'Keypairs are no list.',
    inBody('keypairs.list', '', asObject('keypairs')),
  ),
  row(
    'keypairs-unwrapped',
    'keypairs.list.wrapper',
    'Keypairs stand in the list without their wrapper.',
    inBody('keypairs.list', '', changed('keypairs', unwrapped)),
  ),
  row('keypairs-name-missing', 'keypairs.name', 'Shown keypairs have no name.', inShown(without('name'))),
  row(
    'keypairs-public-key-missing',
    'keypairs.public-key',
    'Listed keypairs have no key.',
    inListed(without('public_key')),
  ),
  row(
    'keypairs-fingerprint-missing',
    'keypairs.fingerprint',
    'Listed keypairs have no fingerprint.',
    inListed(without('fingerprint')),
  ),
  row(
    'keypairs-fingerprint-differs',
    'keypairs.fingerprint-agrees',
    'Show gives another fingerprint than create and list.',
    inShown(fixed('fingerprint', Array(16).fill('00').join(':'))),
  ),
  row('keypairs-user-missing', 'keypairs.user-id', 'Create does not name the owner.', inCreated(without('user_id'))),
  row('keypairs-show-another', 'keypairs.show.by-name', 'Show gives another name.', inShown(fixed('name', 'another'))),
  row(
    'keypairs-show-renamed',
    'keypairs.show.object',
    'Show has another wrapper.',
    inBody('keypairs.show', '', renamed('keypair', 'key_pair')),
  ),
  row(
    'keypairs-deleted-missing',
    'keypairs.deleted',
    'Show does not say whether it is deleted.',
    inShown(without('deleted')),
  ),
  row(
    'keypairs-deleted-true',
    'keypairs.deleted',
    'Every keypair is said to be deleted.',
    inShown(fixed('deleted', true)),
  ),
  row(
    'keypairs-created-as-number',
    'keypairs.created-at',
    'The time of creation is a number of seconds.',
    inShown(changed('created_at', (time) => Date.parse(`${time}Z`) / 1000)),
  ),
  row(
    'keypairs-updated-empty',
    'keypairs.updated-at',
    'The time of the last change is an empty string.',
    inShown(fixed('updated_at', '')),
  ),
  row(
    'keypairs-deleted-at-empty',
    'keypairs.deleted-at',
    'The time of deletion is an empty string.',
    inShown(fixed('deleted_at', '')),
  ),
  row(
    'keypairs-id-as-text',
    'keypairs.id',
    'The id of a keypair is a word.',
    inShown(changed('id', (id) => `key-${id}`)),
  ),
  row(
    'keypairs-generate-refused',
    'keypairs.create.generates',
    'A public key must be given.',
    inReply('keypairs.create', (reply, { body }) =>
      reply.status === 200 && isObject(body) && isObject(body['keypair']) && body['keypair']['public_key'] === undefined
        ? refusal(400, 'badRequest', 'public_key is needed.')
        : reply,
    ),
  ),
  row(
    'keypairs-private-key-missing',
    'keypairs.create.private-key',
    'The private key of a generated pair is not handed out.',
    inCreated(without('private_key')),
  ),
  row('keypairs-import-ignored', 'keypairs.create.imports', 'A given key is thrown away and another generated.'),
  row(
    'keypairs-create-renamed',
    'keypairs.create.object',
    'Create has another wrapper.',
    inBody('keypairs.create', '', renamed('keypair', 'key_pair')),
  ),
  row(
    'keypairs-wrapper-optional',
    'keypairs.create.keypair-required',
    'A request without its wrapper is accepted.',
    acceptedIf('keypairs.create', createdKeypair, (body) => isObject(body) && !('keypair' in body)),
  ),
  row(
    'keypairs-name-null-accepted',
    'keypairs.create.name-required',
    'The name of a keypair may be null.',
    acceptedIf('keypairs.create', createdKeypair, (body) => {
      return isObject(body) && isObject(body['keypair']) && body['keypair']['name'] === null
    }),
  ),
  row(
    'keypairs-name-optional',
    'keypairs.create.name-required',
    'A request without a name is accepted.',
    acceptedIf(
      'keypairs.create',
      createdKeypair,
      (body) => isObject(body) && isObject(body['keypair']) && !('name' in body['keypair']),
    ),
  ),
  row('keypairs-duplicate-accepted', 'keypairs.create.duplicate-refused', 'A name may be used twice.'),
  row(
    'keypairs-bad-key-accepted',
    'keypairs.create.bad-key-refused',
    'For what is no public key another key is imported.',
    acceptedIf('keypairs.create', createdKeypair, (body) => {
      return isObject(body) && isObject(body['keypair']) && 'public_key' in body['keypair'] && 'name' in body['keypair']
    }),
  ),
  row('keypairs-name-limit-ignored', 'keypairs.create.name-length', 'A name may have any length.'),
  row('keypairs-delete-does-nothing', 'keypairs.delete.removes', 'A deleted keypair stays.'),
  row(
    'keypairs-delete-answers-body',
    'keypairs.delete.empty-body',
    'The answer to a delete carries an object.',
    inReply('keypairs.delete', (reply) => (reply.status === 202 ? { ...reply, body: { keypair: null } } : reply)),
  ),
  row('keypairs-delete-twice-accepted', 'keypairs.unknown-refused', 'A keypair that is gone can be deleted again.'),
  row(
    'keypairs-found-by-beginning',
    'keypairs.unknown-refused',
    'The beginning of its name is enough to be shown one.',
  ),
  row(
    'keypairs-listed-key-cut',
    'keypairs.create.imports',
    'The list has the beginning of every public key only.',
    inListed(changed('public_key', (key) => String(key).slice(0, 60))),
  ),
  row(
    'keypairs-created-name-differs',
    'keypairs.create.imports',
    'The answer to a creation has another name than asked for.',
    inCreated(changed('name', (name) => `another-${name}`)),
  ),
  row(
    'keypairs-generated-unlisted',
    'keypairs.list.answers',
    'The list leaves out generated keypairs.',
    inBody(
      'keypairs.list',
      '',
      changed('keypairs', (pairs) =>
        Array.isArray(pairs) ? pairs.filter((pair) => !JSON.stringify(pair).includes('Generated-by-Nova')) : pairs,
      ),
    ),
  ),
  row(
    'keypairs-private-key-shown',
    'keypairs.create.private-key',
    'Show has a private key.',
    inShown(fixed('private_key', 'PRIVATE KEY')),
  ),
  row('keypairs-unknown-shown', 'keypairs.unknown-refused', 'A name that no keypair ever had is shown as one.'),
]
