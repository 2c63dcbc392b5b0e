import { changed, fixed, isObject, without } from '../faults/edits.ts'
import { mutateBody, mutateServer } from '../faults/mutators.ts'
import { attachmentsOf, serverDetail } from '../serializers/server.ts'
import { ok } from '../server/response.ts'
import { findServer } from '../services/compute/servers/lookup.ts'
import { updateServer } from '../services/compute/servers/update-server.ts'
import { planServer } from '../validation/server-plan.ts'
import { defineInterpretation } from './define-interpretation.ts'

const launchedAt = 'OS-SRV-USG:launched_at'

/** The representation of a server. */
export const serverFieldInterpretations = [
  defineInterpretation(
    {
      name: 'image-empty',
      ambiguities: ['B-56'],
      description: 'image is an empty string for a server whose root disk is a volume.',
      reportedBy: { 'servers.image': 'empty' },
    },
    planServer.override((original, cloud, user, request) => {
      const plan = original(cloud, user, request)
      return plan.volumes.some(({ isRoot }) => isRoot) ? { ...plan, imageId: '' } : plan
    }),
  ),
  defineInterpretation(
    {
      name: 'disk-config-auto',
      ambiguities: ['B-50'],
      description: 'OS-DCF:diskConfig is AUTO.',
      reportedBy: { 'servers.disk-config': 'AUTO' },
    },
    mutateServer(fixed('OS-DCF:diskConfig', 'AUTO')),
    mutateBody('servers.update', 'server', fixed('OS-DCF:diskConfig', 'AUTO')),
    mutateBody('servers.create', 'server', fixed('OS-DCF:diskConfig', 'AUTO')),
  ),
  defineInterpretation(
    {
      name: 'disk-config-absent',
      ambiguities: ['B-50'],
      description: 'A server is shown without OS-DCF:diskConfig.',
      reportedBy: { 'servers.disk-config': 'absent' },
    },
    mutateServer(without('OS-DCF:diskConfig')),
    mutateBody('servers.update', 'server', without('OS-DCF:diskConfig')),
  ),
  defineInterpretation(
    {
      name: 'additional-volumes-only',
      ambiguities: ['B-51', 'B-61'],
      description: 'volumes_attached and the list of attachments leave out the root volume.',
    },
    attachmentsOf.override((original, cloud, server) => original(cloud, server).filter(({ isRoot }) => !isRoot)),
  ),
  defineInterpretation(
    {
      name: 'metadata-of-request-only',
      ambiguities: ['B-91'],
      description: 'The service adds nothing to the metadata of the request.',
    },
    planServer.override((original, cloud, user, request) => ({
      ...original(cloud, user, request),
      metadata: request.metadata,
    })),
  ),
  defineInterpretation(
    {
      name: 'example-fields-absent',
      ambiguities: ['B-29', 'B-114'],
      description: 'A server is shown without attributes that only the examples have.',
      unexpectedBy: ['servers.update.access-ipv4'],
    },
    mutateServer(without('accessIPv4', 'accessIPv6', 'progress', 'config_drive')),
    mutateBody('servers.update', 'server', without('accessIPv4', 'accessIPv6', 'progress')),
  ),
  defineInterpretation(
    {
      name: 'undocumented-fields',
      ambiguities: ['B-77'],
      description: 'Servers, flavors, zones, keypairs and attachments have members that the document does not name.',
    },
    mutateServer(fixed('NHN-EXT-ATTR:protect', false)),
    mutateServer(fixed('original_name', 'm2.c1m2'), 'flavor'),
    mutateBody('flavors.list', 'flavors.*', fixed('NHN-EXT-ATTR:family', { name: 'm2' })),
    mutateBody('zones.list', 'availabilityZoneInfo.*', fixed('description', null)),
    mutateBody('keypairs.list', 'keypairs.*.keypair', fixed('type', 'ssh')),
    mutateBody('keypairs.show', 'keypair', fixed('type', 'ssh')),
    mutateBody('attachments.list', 'volumeAttachments.*', fixed('tag', null)),
  ),
  defineInterpretation(
    {
      name: 'launched-at-with-zone',
      ambiguities: ['B-47'],
      description: 'launched_at has whole seconds and a trailing Z, like the other times.',
    },
    mutateServer(changed(launchedAt, (time) => (typeof time === 'string' ? `${time.slice(0, 19)}Z` : time))),
  ),
  defineInterpretation(
    {
      name: 'power-states-1-and-4',
      ambiguities: ['B-48'],
      description: 'power_state is 4 in place of 0 during the build, so that it has only the documented values.',
    },
    mutateServer(changed('OS-EXT-STS:power_state', (state) => (state === 0 ? 4 : state))),
  ),
  defineInterpretation(
    {
      name: 'host-id-empty',
      ambiguities: ['B-90'],
      description: 'hostId is always empty.',
    },
    mutateServer(fixed('hostId', '')),
    mutateBody('servers.update', 'server', fixed('hostId', '')),
  ),
  defineInterpretation(
    {
      name: 'empty-security-groups',
      ambiguities: ['B-100'],
      description: 'security_groups is an empty array for a server without groups, and never absent.',
    },
    mutateServer((server) => ({ ...server, security_groups: server['security_groups'] ?? [] })),
  ),
  defineInterpretation(
    {
      name: 'no-fault-object',
      ambiguities: ['B-103'],
      description: 'A server in ERROR is shown without a fault.',
    },
    mutateServer(without('fault')),
  ),
  defineInterpretation(
    {
      name: 'update-answers-like-show',
      ambiguities: ['B-27'],
      description: 'The response to PUT is the whole representation of show.',
      reportedBy: { 'servers.update.answer': 'full' },
    },
    updateServer.override((original, call) => {
      const response = original(call)
      return isObject(response.body)
        ? ok({ server: serverDetail(call.cloud, call.urlBase, findServer(call)) })
        : response
    }),
  ),
  defineInterpretation(
    {
      name: 'opaque-user-ids',
      ambiguities: ['B-43', 'B-102'],
      description: 'The user_id of servers and keypairs is not a UUID but a name.',
    },
    mutateServer(fixed('user_id', 'fake')),
    mutateBody('servers.update', 'server', fixed('user_id', 'fake')),
    mutateBody('keypairs.show', 'keypair', fixed('user_id', 'fake')),
    mutateBody('keypairs.create', 'keypair', fixed('user_id', 'fake')),
  ),
  defineInterpretation(
    {
      name: 'bare-create-response',
      ambiguities: ['B-24'],
      description: 'The response to a create has neither a Location header nor adminPass.',
    },
    mutateBody('servers.create', 'server', without('adminPass')),
    {
      operations: ['servers.create'],
      change: (response) => ({ ...response, headers: {} }),
    },
  ),
]
