import { createdServer, refusal } from './answers.ts'
import { acceptedIf, inReply, isObject } from './edits.ts'
import { type Mutation, row } from './fault.ts'

/** Accepts what is refused because of the server that the request describes. */
function acceptedWhen(isMeant: (server: { readonly [name: string]: unknown }) => boolean): Mutation {
  return acceptedIf('servers.create', createdServer, (body) => {
    return isObject(body) && isObject(body['server']) && isMeant(body['server'])
  })
}

/** Refuses, with 400, what is in order, because of the server that the request describes. */
function refusedWhen(isMeant: (server: { readonly [name: string]: unknown }) => boolean): Mutation {
  return inReply('servers.create', (reply, { body }) =>
    reply.status === 202 && isObject(body) && isObject(body['server']) && isMeant(body['server'])
      ? refusal(400, 'badRequest', 'This is not supported.')
      : reply,
  )
}

const has = (key: string) => (server: { readonly [name: string]: unknown }) => key in server

/** Whether a list of the request has an entry with a key. */
function hasEntryWith(list: string, key: string) {
  return (server: { readonly [name: string]: unknown }) => {
    const entries = server[list]
    return Array.isArray(entries) && entries.some((entry) => isObject(entry) && key in entry)
  }
}

/** Defects of how a create request is checked. */
export const validationFaults = [
  row(
    'create-wrapper-optional',
    'servers.create.server-required',
    'A request without its wrapper is accepted.',
    acceptedIf('servers.create', createdServer, (body) => isObject(body) && !('server' in body)),
  ),
  row('create-name-optional', 'servers.create.name-required', 'A name is not needed.'),
  row(
    'create-wrapper-null-accepted',
    'servers.create.server-required',
    'A request whose server is null is accepted.',
    acceptedIf('servers.create', createdServer, (body) => isObject(body) && body['server'] === null),
  ),
  row(
    'create-name-null-accepted',
    'servers.create.name-required',
    'A name may be null.',
    acceptedWhen(({ name }) => name === null),
  ),
  row(
    'create-flavor-null-accepted',
    'servers.create.flavor-required',
    'A flavor may be null.',
    acceptedWhen(({ flavorRef }) => flavorRef === null),
  ),
  row('create-name-cut', 'servers.create.name-limit', 'A name that is too long is cut instead of refused.'),
  row(
    'create-name-limit-low',
    'servers.create.name-limit',
    'A name has at most 64 characters.',
    refusedWhen(({ name }) => String(name).length > 64),
  ),
  row('create-flavor-optional', 'servers.create.flavor-required', 'A flavor is not needed.'),
  row(
    'create-image-optional',
    'servers.create.image-required',
    'An image is not needed.',
    acceptedWhen((server) => !('imageRef' in server) && !('block_device_mapping_v2' in server)),
  ),
  row('create-networks-optional', 'servers.create.networks-required', 'Networks are not needed.'),
  row(
    'create-networks-as-object',
    'servers.create.networks-array',
    'networks may be an object.',
    acceptedWhen(({ networks }) => isObject(networks)),
  ),
  row(
    'create-subnet-refused',
    'servers.create.network-subnet',
    'A subnet is refused.',
    refusedWhen(hasEntryWith('networks', 'subnet')),
  ),
  row('create-user-data-refused', 'servers.create.user-data', 'User data is refused.', refusedWhen(has('user_data'))),
  row('create-user-data-unchecked', 'servers.create.user-data-base64', 'User data need not be base64.'),
  row('create-user-data-unlimited', 'servers.create.user-data-limit', 'User data may have any length.'),
  row('create-metadata-unlimited', 'servers.create.metadata-limit', 'Metadata may have any length.'),
  row(
    'create-personality-refused',
    'servers.create.personality',
    'Files are refused.',
    refusedWhen(has('personality')),
  ),
  row('create-personality-unchecked', 'servers.create.personality-base64', 'Files need not be base64.'),
  row(
    'create-image-volume-refused',
    'servers.create.block-device-mapping',
    'A root volume is refused.',
    refusedWhen(has('block_device_mapping_v2')),
  ),
  row(
    'create-block-device-optional',
    'servers.create.block-device-required',
    'A flavor without a disk needs no block device.',
  ),
  row('create-source-type-unchecked', 'servers.create.source-type', 'An unknown source type counts as image.'),
  row(
    'create-destination-type-unchecked',
    'servers.create.destination-type',
    'An unknown destination type counts as volume.',
  ),
  row('create-block-device-uuid-optional', 'servers.create.block-device-uuid', 'A device from an image needs no uuid.'),
  row(
    'create-device-name-refused',
    'servers.create.device-name',
    'A device name is refused.',
    refusedWhen(hasEntryWith('block_device_mapping_v2', 'device_name')),
  ),
  row(
    'create-login-refused',
    'servers.create.documented-example',
    'The metadata login_username, as in the example, is refused.',
    refusedWhen(({ metadata }) => isObject(metadata) && 'login_username' in metadata),
  ),
  row('create-counts-unchecked', 'servers.create.counts', 'min_count may be above max_count.'),
  row('create-root-minimum-unchecked', 'servers.create.root-disk-minimum', 'A root disk may be as small as one likes.'),
  row('create-root-maximum-unchecked', 'servers.create.root-disk-maximum', 'A root disk may be as large as one likes.'),
  row('create-windows-name-unchecked', 'servers.create.windows-name-limit', 'Windows servers may have long names.'),
  row('create-windows-ram-unchecked', 'servers.create.windows-ram', 'Windows servers may have any memory.'),
  row('create-windows-disk-unchecked', 'servers.create.windows-disk', 'Windows servers may have any root disk.'),
  row('create-windows-local-accepted', 'servers.create.windows-u-type', 'Windows servers may have a u2 flavor.'),
  row('create-foreign-values-accepted', 'servers.create.foreign-values-refused', 'Any disk configuration is accepted.'),
  row('create-unknown-key-accepted', 'servers.create.bad-reference-surfaces', 'A key that does not exist is accepted.'),
]
