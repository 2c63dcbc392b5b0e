import type { Override } from '../../fault-injection/overrides.ts'
import { tokenOf, userOfToken } from '../../server/authentication.ts'
import { newRequestId } from '../../server/request-pipeline.ts'
import { findKeypair } from '../../services/compute/keypairs.ts'
import { findGroup } from '../../services/compute/server-groups.ts'
import { isVisible } from '../../services/compute/servers/lookup.ts'
import type { OperationCall } from '../../services/operation.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateResponse } from '../mutators.ts'
import { hasAction } from '../servers/actions.ts'

/** Lets calls that meet a condition access servers of other tenants. */
const foreignVisible = (isMeant: (call: OperationCall) => boolean): Override =>
  isVisible.overrideWhen(isMeant, (_original, _call, { vmState }) => vmState !== 'deleted')

const foreignAction = (action: string): Override => foreignVisible(({ body }) => hasAction(action)(body))

/** Lets an operation find keypairs of any user. */
const foreignKeypair = (operation: string): Override =>
  findKeypair.overrideWhen(
    isCallOf(operation),
    (original, call) => call.cloud.keypairs.all().find(({ name }) => name === call.param('keypair')) ?? original(call),
  )

/** Faults of access to resources of other tenants, of the comparison of tokens, and of repeated ids. */
export const deepAccessFaults = [
  defineFault(
    'deep-foreign-reboot',
    'access.tenant-isolation',
    'A tenant can reboot the servers of another tenant.',
    foreignAction('reboot'),
  ),
  defineFault(
    'deep-foreign-resize',
    'access.tenant-isolation',
    'A tenant can resize the servers of another tenant.',
    foreignAction('resize'),
  ),
  defineFault(
    'deep-foreign-image',
    'access.tenant-isolation',
    'A tenant can create images of the servers of another tenant.',
    foreignAction('createImage'),
  ),
  defineFault(
    'deep-foreign-group-added',
    'access.tenant-isolation',
    'A tenant can add a security group to the servers of another tenant.',
    foreignAction('addSecurityGroup'),
  ),
  defineFault(
    'deep-foreign-attachment-shown',
    'access.tenant-isolation',
    'A tenant can show the attachments of the servers of another tenant.',
    foreignVisible(({ operation }) => operation === 'attachments.show'),
  ),
  defineFault(
    'deep-foreign-start',
    'access.tenant-isolation',
    'A tenant can start the servers of another tenant.',
    foreignAction('os-start'),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-unshelve',
      'access.tenant-isolation',
      'A tenant can unshelve the servers of another tenant.',
      foreignAction('unshelve'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-metadata-listed',
      'access.tenant-isolation',
      'A tenant can list the metadata of the servers of another tenant.',
      foreignVisible(({ operation }) => operation === 'servers.metadata'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-metadata-set',
      'access.tenant-isolation',
      'A tenant can set metadata of the servers of another tenant.',
      foreignVisible(({ operation }) => operation === 'servers.metadata.set-item'),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-metadata-deleted',
      'access.tenant-isolation',
      'A tenant can delete metadata of the servers of another tenant.',
      foreignVisible(({ operation }) => operation === 'servers.metadata.delete-item'),
    ),
  ),
  defineFault(
    'deep-foreign-keypair-shown',
    'keypairs.unknown-refused',
    'A user can show the keypairs of another user.',
    foreignKeypair('keypairs.show'),
  ),
  defineFault(
    'deep-foreign-keypair-deleted',
    'keypairs.unknown-refused',
    'A user can delete the keypairs of another user.',
    foreignKeypair('keypairs.delete'),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-server-group-shown',
      'server-groups.unknown-refused',
      'A tenant can show and delete the server groups of another tenant.',
      findGroup.override((original, call) => call.cloud.serverGroups.get(call.param('group')) ?? original(call)),
    ),
  ),
  defineFault(
    'deep-token-in-any-case',
    'access.token-required',
    'Tokens are compared without case.',
    userOfToken.override((original, cloud, request) => {
      const token = (request.header('x-auth-token') ?? '').toLowerCase()
      return original(cloud, request) ?? cloud.accounts.find(token)?.user
    }),
  ),
  defineFault(
    'deep-token-with-further-character',
    'access.token-required',
    'A valid token with one more character at its end is accepted.',
    userOfToken.override(
      (original, cloud, request) =>
        original(cloud, request) ?? cloud.accounts.find((request.header('x-auth-token') ?? '').slice(0, -1))?.user,
    ),
  ),
  defineStatefulFault(
    'deep-token-by-beginning',
    'access.token-required',
    'Tokens are compared by their first 16 characters.',
    () => {
      const known = new Map<string, ReturnType<typeof tokenOf>>()
      return [
        userOfToken.override((original, cloud, request) => {
          const beginning = (request.header('x-auth-token') ?? '').slice(0, 16)
          const token = tokenOf(cloud, request)
          if (token) known.set(beginning, token)
          return original(cloud, request) ?? known.get(beginning)?.user
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-request-id-twice',
    'conventions.request-id-unique',
    'Every tenth request has the id of the one before.',
    () => {
      let count = 0
      let last = ''
      return [
        newRequestId.override((original, cloud) => {
          if (++count % 10 !== 0) last = original(cloud)
          return last
        }),
      ]
    },
  ),
  defineFault(
    'deep-token-unchecked-beside-query',
    'access.token-required',
    'The lists of servers need no valid token when the request has a query.',
    userOfToken.overrideWhen(
      (_cloud, { url }) => /\/servers(\/detail)?\?./.test(url),
      (original, cloud, request) => original(cloud, request) ?? cloud.accounts.conformance,
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-of-deleted-listed',
      'servers.unknown-refused',
      'The metadata of a deleted server are listed.',
      isVisible.overrideWhen(
        isCallOf('servers.metadata'),
        (_original, { user }, server) => server.tenantId === user.tenant.id,
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-of-unknown-empty',
      'servers.unknown-refused',
      'The list of metadata of a server that never existed is empty.',
      mutateResponse('servers.metadata', (response, { request }) =>
        response.status === 404 && request.url.includes('/00000000-')
          ? { status: 200, headers: {}, body: { metadata: {} } }
          : response,
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-foreign-shelve',
      'access.tenant-isolation',
      'A tenant can shelve the servers of another tenant.',
      foreignAction('shelve'),
    ),
  ),
]
