import { defineFault, type Mutation } from './define-fault.ts'
import { acceptedIf, isObject, mutateResponse } from './mutators.ts'
import { createdServer, refusal } from './responses.ts'

/** Accepts what is refused because of the server that the request describes. */
function acceptedWhen(isMeant: (server: { readonly [name: string]: unknown }) => boolean): Mutation {
  return acceptedIf('servers.create', createdServer, (body) => {
    return isObject(body) && isObject(body['server']) && isMeant(body['server'])
  })
}

/** Refuses, with 400, what is in order, because of the server that the request describes. */
function refusedWhen(isMeant: (server: { readonly [name: string]: unknown }) => boolean): Mutation {
  return mutateResponse('servers.create', (response, { body }) =>
    response.status === 202 && isObject(body) && isObject(body['server']) && isMeant(body['server'])
      ? refusal(400, 'badRequest', 'This is not supported.')
      : response,
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
  defineFault(
    'create-wrapper-optional',
    'servers.create.server-required',
    'A request without its wrapper is accepted.',
    acceptedIf('servers.create', createdServer, (body) => isObject(body) && !('server' in body)),
  ),
  defineFault('create-name-optional', 'servers.create.name-required', 'A name is not needed.'),
  defineFault(
    'create-wrapper-null-accepted',
    'servers.create.server-required',
    'A request whose server is null is accepted.',
    acceptedIf('servers.create', createdServer, (body) => isObject(body) && body['server'] === null),
  ),
  defineFault(
    'create-name-null-accepted',
    'servers.create.name-required',
    'A name may be null.',
    acceptedWhen(({ name }) => name === null),
  ),
  defineFault(
    'create-flavor-null-accepted',
    'servers.create.flavor-required',
    'A flavor may be null.',
    acceptedWhen(({ flavorRef }) => flavorRef === null),
  ),
  defineFault('create-name-cut', 'servers.create.name-limit', 'A name that is too long is cut instead of refused.'),
  defineFault(
    'create-name-limit-low',
    'servers.create.name-limit',
    'A name has at most 64 characters.',
    refusedWhen(({ name }) => String(name).length > 64),
  ),
  defineFault('create-flavor-optional', 'servers.create.flavor-required', 'A flavor is not needed.'),
  defineFault(
    'create-image-optional',
    'servers.create.image-required',
    'An image is not needed.',
    acceptedWhen((server) => !('imageRef' in server) && !('block_device_mapping_v2' in server)),
  ),
  defineFault('create-networks-optional', 'servers.create.networks-required', 'Networks are not needed.'),
  defineFault(
    'create-networks-as-object',
    'servers.create.networks-array',
    'networks may be an object.',
    acceptedWhen(({ networks }) => isObject(networks)),
  ),
  defineFault(
    'create-subnet-refused',
    'servers.create.network-subnet',
    'A subnet is refused.',
    refusedWhen(hasEntryWith('networks', 'subnet')),
  ),
  defineFault(
    'create-user-data-refused',
    'servers.create.user-data',
    'User data is refused.',
    refusedWhen(has('user_data')),
  ),
  defineFault('create-user-data-unchecked', 'servers.create.user-data-base64', 'User data need not be base64.'),
  defineFault('create-user-data-unlimited', 'servers.create.user-data-limit', 'User data may have any length.'),
  defineFault('create-metadata-unlimited', 'servers.create.metadata-limit', 'Metadata may have any length.'),
  defineFault(
    'create-personality-refused',
    'servers.create.personality',
    'Files are refused.',
    refusedWhen(has('personality')),
  ),
  defineFault('create-personality-unchecked', 'servers.create.personality-base64', 'Files need not be base64.'),
  defineFault(
    'create-image-volume-refused',
    'servers.create.block-device-mapping',
    'A root volume is refused.',
    refusedWhen(has('block_device_mapping_v2')),
  ),
  defineFault(
    'create-block-device-optional',
    'servers.create.block-device-required',
    'A flavor without a disk needs no block device.',
  ),
  defineFault('create-source-type-unchecked', 'servers.create.source-type', 'An unknown source type counts as image.'),
  defineFault(
    'create-destination-type-unchecked',
    'servers.create.destination-type',
    'An unknown destination type counts as volume.',
  ),
  defineFault(
    'create-block-device-uuid-optional',
    'servers.create.block-device-uuid',
    'A device from an image needs no uuid.',
  ),
  defineFault(
    'create-device-name-refused',
    'servers.create.device-name',
    'A device name is refused.',
    refusedWhen(hasEntryWith('block_device_mapping_v2', 'device_name')),
  ),
  defineFault(
    'create-login-refused',
    'servers.create.documented-example',
    'The metadata login_username, as in the example, is refused.',
    refusedWhen(({ metadata }) => isObject(metadata) && 'login_username' in metadata),
  ),
  defineFault('create-counts-unchecked', 'servers.create.counts', 'min_count may be above max_count.'),
  defineFault(
    'create-root-minimum-unchecked',
    'servers.create.root-disk-minimum',
    'A root disk may be as small as one likes.',
  ),
  defineFault(
    'create-root-maximum-unchecked',
    'servers.create.root-disk-maximum',
    'A root disk may be as large as one likes.',
  ),
  defineFault(
    'create-windows-name-unchecked',
    'servers.create.windows-name-limit',
    'Windows servers may have long names.',
  ),
  defineFault('create-windows-ram-unchecked', 'servers.create.windows-ram', 'Windows servers may have any memory.'),
  defineFault(
    'create-windows-disk-unchecked',
    'servers.create.windows-disk',
    'Windows servers may have any root disk.',
  ),
  defineFault(
    'create-windows-local-accepted',
    'servers.create.windows-u-type',
    'Windows servers may have a u2 flavor.',
  ),
  defineFault(
    'create-foreign-values-accepted',
    'servers.create.foreign-values-refused',
    'Any disk configuration is accepted.',
  ),
  defineFault(
    'create-unknown-key-accepted',
    'servers.create.bad-reference-surfaces',
    'A key that does not exist is accepted.',
  ),
]
