import type { Json } from '../server/response.ts'
import { defineFault } from './define-fault.ts'
import {
  acceptedIf,
  asObject,
  changed,
  type Edit,
  fixed,
  isObject,
  mutateBody,
  mutateResponse,
  renamed,
  without,
} from './mutators.ts'
import { createdKeypair, refusal } from './responses.ts'

const inShown = (change: Edit) => mutateBody('keypairs.show', 'keypair', change)
const inListed = (change: Edit) => mutateBody('keypairs.list', 'keypairs.*.keypair', change)
const inCreated = (change: Edit) => mutateBody('keypairs.create', 'keypair', change)

function unwrapped(keypairs: Json): Json {
  return Array.isArray(keypairs) ? keypairs.map(({ keypair }) => keypair) : keypairs
}

/** Defects of keypairs. */
export const keypairFaults = [
  defineFault(
    'keypairs-list-empty',
    'keypairs.list.answers',
    'The list is always empty.',
    mutateBody('keypairs.list', '', fixed('keypairs', [])),
  ),
  defineFault(
    'keypairs-as-object',
    'keypairs.list.array',
    'Keypairs are no list.',
    mutateBody('keypairs.list', '', asObject('keypairs')),
  ),
  defineFault(
    'keypairs-unwrapped',
    'keypairs.list.wrapper',
    'Keypairs stand in the list without their wrapper.',
    mutateBody('keypairs.list', '', changed('keypairs', unwrapped)),
  ),
  defineFault('keypairs-name-missing', 'keypairs.name', 'Shown keypairs have no name.', inShown(without('name'))),
  defineFault(
    'keypairs-public-key-missing',
    'keypairs.public-key',
    'Listed keypairs have no key.',
    inListed(without('public_key')),
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
    'Show gives another fingerprint than create and list.',
    inShown(fixed('fingerprint', Array(16).fill('00').join(':'))),
  ),
  defineFault(
    'keypairs-user-missing',
    'keypairs.user-id',
    'Create does not name the owner.',
    inCreated(without('user_id')),
  ),
  defineFault(
    'keypairs-show-another',
    'keypairs.show.by-name',
    'Show gives another name.',
    inShown(fixed('name', 'another')),
  ),
  defineFault(
    'keypairs-show-renamed',
    'keypairs.show.object',
    'Show has another wrapper.',
    mutateBody('keypairs.show', '', renamed('keypair', 'key_pair')),
  ),
  defineFault(
    'keypairs-deleted-missing',
    'keypairs.deleted',
    'Show does not say whether it is deleted.',
    inShown(without('deleted')),
  ),
  defineFault(
    'keypairs-deleted-true',
    'keypairs.deleted',
    'Every keypair is said to be deleted.',
    inShown(fixed('deleted', true)),
  ),
  defineFault(
    'keypairs-created-as-number',
    'keypairs.created-at',
    'The time of creation is a number of seconds.',
    inShown(changed('created_at', (time) => Date.parse(`${time}Z`) / 1000)),
  ),
  defineFault(
    'keypairs-updated-empty',
    'keypairs.updated-at',
    'The time of the last change is an empty string.',
    inShown(fixed('updated_at', '')),
  ),
  defineFault(
    'keypairs-deleted-at-empty',
    'keypairs.deleted-at',
    'The time of deletion is an empty string.',
    inShown(fixed('deleted_at', '')),
  ),
  defineFault(
    'keypairs-id-as-text',
    'keypairs.id',
    'The id of a keypair is a word.',
    inShown(changed('id', (id) => `key-${id}`)),
  ),
  defineFault(
    'keypairs-generate-refused',
    'keypairs.create.generates',
    'A public key must be given.',
    mutateResponse('keypairs.create', (response, { body }) =>
      response.status === 200 &&
      isObject(body) &&
      isObject(body['keypair']) &&
      body['keypair']['public_key'] === undefined
        ? refusal(400, 'badRequest', 'public_key is needed.')
        : response,
    ),
  ),
  defineFault(
    'keypairs-private-key-missing',
    'keypairs.create.private-key',
    'The private key of a generated pair is not handed out.',
    inCreated(without('private_key')),
  ),
  defineFault(
    'keypairs-import-ignored',
    'keypairs.create.imports',
    'A given key is thrown away and another generated.',
  ),
  defineFault(
    'keypairs-create-renamed',
    'keypairs.create.object',
    'Create has another wrapper.',
    mutateBody('keypairs.create', '', renamed('keypair', 'key_pair')),
  ),
  defineFault(
    'keypairs-wrapper-optional',
    'keypairs.create.keypair-required',
    'A request without its wrapper is accepted.',
    acceptedIf('keypairs.create', createdKeypair, (body) => isObject(body) && !('keypair' in body)),
  ),
  defineFault(
    'keypairs-name-null-accepted',
    'keypairs.create.name-required',
    'The name of a keypair may be null.',
    acceptedIf('keypairs.create', createdKeypair, (body) => {
      return isObject(body) && isObject(body['keypair']) && body['keypair']['name'] === null
    }),
  ),
  defineFault(
    'keypairs-name-optional',
    'keypairs.create.name-required',
    'A request without a name is accepted.',
    acceptedIf(
      'keypairs.create',
      createdKeypair,
      (body) => isObject(body) && isObject(body['keypair']) && !('name' in body['keypair']),
    ),
  ),
  defineFault('keypairs-duplicate-accepted', 'keypairs.create.duplicate-refused', 'A name may be used twice.'),
  defineFault(
    'keypairs-bad-key-accepted',
    'keypairs.create.bad-key-refused',
    'For what is no public key another key is imported.',
    acceptedIf('keypairs.create', createdKeypair, (body) => {
      return isObject(body) && isObject(body['keypair']) && 'public_key' in body['keypair'] && 'name' in body['keypair']
    }),
  ),
  defineFault('keypairs-name-limit-ignored', 'keypairs.create.name-length', 'A name may have any length.'),
  defineFault('keypairs-delete-does-nothing', 'keypairs.delete.removes', 'A deleted keypair stays.'),
  defineFault(
    'keypairs-delete-answers-body',
    'keypairs.delete.empty-body',
    'The answer to a delete carries an object.',
    mutateResponse('keypairs.delete', (response) =>
      response.status === 202 ? { ...response, body: { keypair: null } } : response,
    ),
  ),
  defineFault(
    'keypairs-delete-twice-accepted',
    'keypairs.unknown-refused',
    'A keypair that is gone can be deleted again.',
  ),
  defineFault(
    'keypairs-found-by-beginning',
    'keypairs.unknown-refused',
    'The beginning of its name is enough to be shown one.',
  ),
  defineFault(
    'keypairs-listed-key-cut',
    'keypairs.create.imports',
    'The list has the beginning of every public key only.',
    inListed(changed('public_key', (key) => String(key).slice(0, 60))),
  ),
  defineFault(
    'keypairs-created-name-differs',
    'keypairs.create.imports',
    'The answer to a creation has another name than asked for.',
    inCreated(changed('name', (name) => `another-${name}`)),
  ),
  defineFault(
    'keypairs-generated-unlisted',
    'keypairs.list.answers',
    'The list leaves out generated keypairs.',
    mutateBody(
      'keypairs.list',
      '',
      changed('keypairs', (pairs) =>
        Array.isArray(pairs) ? pairs.filter((pair) => !JSON.stringify(pair).includes('Generated-by-Nova')) : pairs,
      ),
    ),
  ),
  defineFault(
    'keypairs-private-key-shown',
    'keypairs.create.private-key',
    'Show has a private key.',
    inShown(fixed('private_key', 'PRIVATE KEY')),
  ),
  defineFault('keypairs-unknown-shown', 'keypairs.unknown-refused', 'A name that no keypair ever had is shown as one.'),
]
