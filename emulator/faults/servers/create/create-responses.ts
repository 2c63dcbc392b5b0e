import { setError, setStopped } from '../../../transitions/set-state.ts'
import { beginTransition } from '../../../transitions/transition.ts'
import { defineFault } from '../../define-fault.ts'
import { type Edit, fixed, renamed, replaceWith, without } from '../../edits.ts'
import { mutateBody } from '../../mutators.ts'
import { nonexistentId } from '../../responses.ts'
import { endsWith } from '../actions.ts'

const inResponse = (edit: Edit) => mutateBody('servers.create', 'server', edit)

/** Faults of the response to a create request, and of the build that follows. */
export const createResponseFaults = [
  defineFault(
    'create-location-lost',
    'servers.create.answers',
    'The id of a created server is the id of no server.',
    inResponse(fixed('id', nonexistentId)),
  ),
  defineFault('create-id-missing', 'servers.create.id', 'A created server has no id.', inResponse(without('id'))),
  defineFault(
    'create-groups-not-echoed',
    'servers.create.groups-echoed',
    'A created server has no security groups in the response.',
    inResponse(without('security_groups')),
  ),
  defineFault(
    'create-echoes-default',
    'servers.create.groups-echoed',
    'A created server has the group default in the response, whatever the request has.',
    inResponse(fixed('security_groups', [{ name: 'default' }])),
  ),
  defineFault(
    'create-disk-config-unknown',
    'servers.create.disk-config',
    'A created server has an undefined disk configuration in the response.',
    inResponse(fixed('OS-DCF:diskConfig', 'DEFAULT')),
  ),
  defineFault(
    'create-links-missing',
    'servers.create.links',
    'A created server has no links in the response.',
    inResponse(without('links')),
  ),
  defineFault(
    'create-links-to-another',
    'conventions.links',
    'The links of a created server lead to another server.',
    inResponse((server) => ({ ...replaceWith(nonexistentId)(server), id: server['id'] ?? null })),
  ),
  defineFault(
    'create-renamed',
    'servers.create.object',
    'The wrapper of a created server has another name.',
    mutateBody('servers.create', '', renamed('server', 'instance')),
  ),
  defineFault(
    'create-never-active',
    'servers.create.becomes-active',
    'A new server stays in BUILD indefinitely.',
    beginTransition.overrideWhen(
      (_cloud, _server, { name }) => name === 'create',
      (original, cloud, server, ...rest) => {
        original(cloud, server, ...rest)
        cloud.scheduler.cancel(server.id)
      },
    ),
  ),
  defineFault(
    'create-ends-in-error',
    'servers.create.becomes-active',
    'Every new server ends in ERROR.',
    endsWith('create', (cloud, server, at) => setError(cloud, server, at, 'The build of the server failed.')),
  ),
  defineFault(
    'create-ends-stopped',
    'servers.create.becomes-active',
    'A new server is SHUTOFF after its build.',
    endsWith('create', (cloud, server, at) => {
      server.launchedAt = at
      setStopped(cloud, server)
    }),
  ),
]
