import type { JsonObject } from '../../../server/response.ts'
import { planServer } from '../../../validation/server-plan.ts'
import { mayOmitBlockDevices } from '../../../validation/volume-plan.ts'
import { defineFault, inseparable } from '../../define-fault.ts'
import { fixed, isObject, without } from '../../edits.ts'
import { acceptIf, insteadOfSuccess } from '../../mutators.ts'
import { badRequestResponse, createdServer } from '../../responses.ts'
import { acceptServerIf, hasEntry, readAsIf, rejectServerIf, requestedServer } from './create-request-edits.ts'

const hasLogin = ({ metadata }: JsonObject): boolean => isObject(metadata) && 'login_username' in metadata

/** Faults of how the required fields and the references of a create request are checked. */
export const createRequiredFaults = [
  defineFault(
    'create-wrapper-optional',
    'servers.create.server-required',
    'A server can be created without the wrapper of the request.',
    acceptIf('servers.create', createdServer, (body) => isObject(body) && !('server' in body)),
  ),
  defineFault(
    'create-wrapper-null-accepted',
    'servers.create.server-required',
    'A create request whose server is null is accepted.',
    acceptIf('servers.create', createdServer, (body) => isObject(body) && body['server'] === null),
  ),
  defineFault(
    'create-name-optional',
    'servers.create.name-required',
    'A server can be created without a name.',
    readAsIf(({ name }) => name === undefined, fixed('name', 'unnamed')),
  ),
  defineFault(
    'create-name-null-accepted',
    'servers.create.name-required',
    'A server can be created when its name is null.',
    acceptServerIf(({ name }) => name === null),
  ),
  defineFault(
    'create-flavor-optional',
    'servers.create.flavor-required',
    'A server can be created without a flavor.',
    readAsIf(
      ({ flavorRef }) => flavorRef === undefined,
      (server, { flavors: [first] }) => ({ ...server, flavorRef: first?.id }),
    ),
  ),
  defineFault(
    'create-flavor-null-accepted',
    'servers.create.flavor-required',
    'A server can be created when its flavor is null.',
    acceptServerIf(({ flavorRef }) => flavorRef === null),
  ),
  defineFault(
    'create-image-optional',
    'servers.create.image-required',
    'A server can be created without an image.',
    acceptServerIf((server) => !('imageRef' in server) && !('block_device_mapping_v2' in server)),
  ),
  defineFault(
    'create-networks-optional',
    'servers.create.networks-required',
    'A server can be created without networks.',
    readAsIf(
      ({ networks }) => networks === undefined,
      (server, { networking }) => {
        const networks = [...networking.subnets.values()].slice(0, 1).map(({ id }) => ({ subnet: id }))
        return { ...server, networks }
      },
    ),
  ),
  defineFault(
    'create-networks-as-object',
    'servers.create.networks-array',
    'A server can be created when its networks are an object.',
    acceptServerIf(({ networks }) => isObject(networks)),
  ),
  defineFault(
    'create-subnet-refused',
    'servers.create.network-subnet',
    'A create request with a subnet is rejected.',
    rejectServerIf(({ networks }) => hasEntry(networks, (network) => 'subnet' in network)),
  ),
  defineFault(
    'create-block-device-optional',
    'servers.create.block-device-required',
    'A server of a flavor without a disk can be created without a block device.',
    mayOmitBlockDevices.override(() => true),
  ),
  defineFault(
    'create-unknown-key-accepted',
    'servers.create.bad-reference-surfaces',
    'A server can be created with a key that does not exist.',
    planServer.overrideWhen(
      ({ keypairs }, { id }, { keyName }) => keyName !== null && keypairs.find(id, keyName) === undefined,
      (original, cloud, user, request) => ({
        ...original(cloud, user, { ...request, keyName: null }),
        keyName: request.keyName,
      }),
    ),
  ),
  defineFault(
    'create-foreign-values-accepted',
    'servers.create.foreign-values-refused',
    'A server can be created with any disk configuration.',
    readAsIf(({ 'OS-DCF:diskConfig': diskConfig }) => diskConfig !== undefined, without('OS-DCF:diskConfig')),
  ),
  defineFault(
    'create-login-refused',
    'servers.create.documented-example',
    'A create request with the metadata login_username, as in the example of the document, is rejected.',
    rejectServerIf(hasLogin),
  ),
  inseparable(
    defineFault(
      'create-login-refused-in-vain',
      'servers.create.answers',
      'A create request with the metadata login_username is rejected, and the server is created all the same.',
      insteadOfSuccess('servers.create', badRequestResponse, ({ body }) => hasLogin(requestedServer(body) ?? {})),
    ),
    { 'servers.create.documented-example': 'The request of the example is rejected.' },
  ),
]
