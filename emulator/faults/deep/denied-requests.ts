import type { Override } from '../../fault-injection/overrides.ts'
import { userOfToken } from '../../server/authentication.ts'
import { isVisible } from '../../services/compute/servers/lookup.ts'
import type { OperationCall } from '../../services/operation.ts'
import type { Server } from '../../state/servers.ts'
import { beginDeletion } from '../../transitions/delete.ts'
import { setStopped } from '../../transitions/set-state.ts'
import { defineFault, ofLaterEdition } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { serverIdIn } from './conditions.ts'

/** Changes a server of another tenant, and then responds as if it did not exist. */
const carriedOutThough404 = (
  isMeant: (call: OperationCall) => boolean,
  change: (call: OperationCall, server: Server) => void,
): Override =>
  isVisible.overrideWhen(
    (call, { tenantId, vmState }) => call.user.tenant.id !== tenantId && vmState !== 'deleted' && isMeant(call),
    (original, call, server) => {
      change(call, server)
      return original(call, server)
    },
  )

const isOperation =
  (name: string) =>
  ({ operation }: OperationCall): boolean =>
    operation === name

/** Faults by which a request is carried out that is rejected because its sender has no access. */
export const deniedRequestFaults = [
  defineFault(
    'deep-foreign-rejected-delete-removes',
    'access.tenant-isolation',
    'The request of a tenant to delete a server of another is rejected with 404, and deletes it.',
    carriedOutThough404(isOperation('servers.delete'), ({ cloud }, server) =>
      beginDeletion(cloud, server, cloud.clock.now()),
    ),
  ),
  defineFault(
    'deep-foreign-rejected-stop-stops',
    'access.tenant-isolation',
    'The request of a tenant to stop a server of another is rejected with 404, and stops it.',
    carriedOutThough404(
      ({ body }) => isObject(body) && 'os-stop' in body,
      ({ cloud }, server) => setStopped(cloud, server),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-rejected-pair-set',
      'access.tenant-isolation',
      'The request of a tenant to set metadata of the servers of another is rejected with 404, and sets them.',
      carriedOutThough404(isOperation('servers.metadata.set-item'), ({ body }, server) => {
        const pairs = isObject(body) && isObject(body['meta']) ? Object.entries(body['meta']) : []
        server.metadata = { ...server.metadata, ...Object.fromEntries(pairs.map(([key, value]) => [key, `${value}`])) }
      }),
    ),
  ),
  defineFault(
    'deep-rejected-delete-without-token-removes',
    'access.token-required',
    'A request to delete a server is rejected with 401 without a valid token, and deletes the server.',
    userOfToken.override((original, cloud, request) => {
      const user = original(cloud, request)
      const { pathname } = new URL(request.url)
      const server = /\/servers\/[^/]+$/.test(pathname) ? cloud.servers.get(serverIdIn(request.url)) : undefined
      if (user === undefined && request.method === 'DELETE' && server !== undefined && server.vmState !== 'deleted')
        beginDeletion(cloud, server, cloud.clock.now())
      return user
    }),
  ),
]
