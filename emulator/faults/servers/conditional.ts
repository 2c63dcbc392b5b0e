import { generateKeyPairSync } from 'node:crypto'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changed, type Edit, fixed, isObject } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'

/** Edits only servers that are shut down. */
const whenStopped =
  (edit: Edit): Edit =>
  (server) =>
    server['status'] === 'SHUTOFF' ? edit(server) : server

const inDetail = (edit: Edit) => mutateBody('servers.detail', 'servers.*', edit)

const withMac = (operation: string, path: string, mac: string) =>
  mutateBody(operation, `${path}.addresses.*.*`, fixed('OS-EXT-IPS-MAC:mac_addr', mac))

/** Values that are wrong only under a condition, or differ from what an earlier response showed. */
export const conditionalFaults = [
  defineFault(
    'deep-stopped-without-metadata',
    'servers.create.metadata',
    'A stopped server shows no metadata.',
    mutateServer(whenStopped(fixed('metadata', {}))),
  ),
  defineFault(
    'deep-stopped-without-address',
    'servers.addresses.per-port',
    'A stopped server shows no address.',
    mutateServer(whenStopped(fixed('addresses', {}))),
  ),
  defineFault(
    'deep-stopped-with-other-image',
    'servers.create.image-used',
    'A stopped server shows another image.',
    mutateServer(
      whenStopped(
        changed('image', (image) =>
          isObject(image) ? { ...image, id: '11111111-2222-4333-8444-555555555555' } : image,
        ),
      ),
    ),
  ),
  defineFault(
    'deep-stopped-created-in-1970',
    'servers.created-constant',
    'A stopped server was created in 1970.',
    mutateServer(whenStopped(fixed('created', '1970-01-01T00:00:00Z'))),
  ),
  defineFault(
    'deep-stopped-belongs-to-tenant',
    'servers.user-id',
    'The user of a stopped server is its tenant.',
    mutateServer(whenStopped((server) => ({ ...server, user_id: server['tenant_id'] }))),
  ),
  defineFault(
    'deep-detail-stopped-without-metadata',
    'servers.show.equals-detail',
    'In the detailed list, a stopped server has no metadata.',
    inDetail(whenStopped(fixed('metadata', {}))),
  ),
  defineFault(
    'deep-one-mac-for-all',
    'servers.addresses.mac',
    'The ports of all servers have the same MAC address.',
    withMac('servers.show', 'server', 'fa:16:3e:00:00:01'),
    withMac('servers.detail', 'servers.*', 'fa:16:3e:00:00:01'),
  ),
  defineFault(
    'deep-created-in-1970',
    'servers.created',
    'All servers were created in 1970.',
    mutateServer(fixed('created', '1970-01-01T00:00:00Z')),
  ),
  defineFault(
    'deep-terminated-when-stopped',
    'servers.terminated-at',
    'A stopped server has a termination time.',
    mutateServer(
      whenStopped((server) => ({ ...server, 'OS-SRV-USG:terminated_at': server['OS-SRV-USG:launched_at'] })),
    ),
  ),
  defineFault(
    'deep-one-keypair-id',
    'keypairs.id',
    'All keypairs have the same id.',
    mutateBody('keypairs.show', 'keypair', fixed('id', 1)),
  ),
  defineStatefulFault(
    'deep-other-private-key',
    'keypairs.create.private-key',
    'The private key of a generated keypair belongs to another public key.',
    () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
      return [
        mutateBody(
          'keypairs.create',
          'keypair',
          changed('private_key', () => pem),
        ),
      ]
    },
  ),
  defineStatefulFault(
    'deep-keypair-id-differs',
    'keypairs.id',
    'A keypair has another id whenever it is shown.',
    () => {
      let id = 1000
      return [mutateBody('keypairs.show', 'keypair', (keypair) => ({ ...keypair, id: ++id }))]
    },
  ),
  defineStatefulFault(
    'deep-keypair-created-later',
    'keypairs.created-at',
    'A keypair was created a second later whenever it is shown.',
    () => {
      let second = 10
      return [
        mutateBody('keypairs.show', 'keypair', (keypair) => {
          second = (second + 1) % 60
          return { ...keypair, created_at: `2020-03-01T10:00:${String(second).padStart(2, '0')}.000000` }
        }),
      ]
    },
  ),
]
