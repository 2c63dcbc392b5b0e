import { changed } from '../faults/edits.ts'
import { mutateBody, mutateServer } from '../faults/mutators.ts'
import { statusFilter } from '../services/compute/servers/filters.ts'
import { isVisible } from '../services/compute/servers/lookup.ts'
import { finishResize } from '../transitions/resize.ts'
import { setActive } from '../transitions/set-state.ts'
import { completeTransition, durationOf } from '../transitions/transition.ts'
import { defineInterpretation } from './define-interpretation.ts'

/** Spells a status as the document's table of states does, in responses and in the status filter. */
function respell(usual: string, documented: string) {
  const rename = changed('status', (status) => (status === usual ? documented : status))
  return [
    mutateServer(rename),
    mutateBody('servers.update', 'server', rename),
    statusFilter.override((original, call) => {
      const query = new URLSearchParams(call.query)
      const statuses = query.getAll('status').map((status) => status.toUpperCase())
      query.delete('status')
      const swapped = new Map([
        [documented, usual],
        [usual, documented],
      ])
      for (const status of statuses) query.append('status', swapped.get(status) ?? status)
      return original({ ...call, query })
    }),
  ] as const
}

/** How long a deleted server is still shown, in milliseconds: long enough for a client to see it on a busy machine too. */
const deletedFor = 2_000

/** Long enough for a client to see the status of a build on a busy machine too, in milliseconds. */
const buildTime = 300

/** Which statuses a server has, and when. */
export const statusInterpretations = [
  defineInterpretation(
    {
      name: 'stopped-status',
      ambiguities: ['B-01'],
      description: 'The status of a stopped server is STOPPED, as in the table of states.',
      reportedBy: { 'servers.state.shutoff': 'STOPPED' },
    },
    ...respell('SHUTOFF', 'STOPPED'),
  ),
  defineInterpretation(
    {
      name: 'building-status',
      ambiguities: ['B-02'],
      description: 'The status during the build is BUILDING, as in the table of states.',
      reportedBy: { 'servers.state.build': 'BUILDING' },
    },
    ...respell('BUILD', 'BUILDING'),
    durationOf.overrideWhen(
      (_cloud, operation) => operation === 'create',
      () => buildTime,
    ),
  ),
  defineInterpretation(
    {
      name: 'resized-status',
      ambiguities: ['B-03'],
      description: 'The status during a resize is RESIZED, as in the table of states.',
      reportedBy: { 'servers.state.resize': 'RESIZED' },
    },
    ...respell('RESIZE', 'RESIZED'),
    durationOf.overrideWhen(
      (_cloud, operation) => operation === 'resize',
      () => buildTime,
    ),
  ),
  defineInterpretation(
    {
      name: 'rescued-status',
      ambiguities: ['B-03'],
      description: 'The status in rescue mode is RESCUED, as in the table of states.',
      reportedBy: { 'servers.state.rescue': 'RESCUED' },
    },
    ...respell('RESCUE', 'RESCUED'),
  ),
  defineInterpretation(
    {
      name: 'deleted-status',
      ambiguities: ['B-94'],
      description: 'A deleted server is shown as DELETED for a short time before the response is 404.',
      reportedBy: { 'servers.state.deleted': 'DELETED' },
    },
    isVisible.overrideWhen(
      ({ user, cloud }, { tenantId, vmState, terminatedAt }) =>
        tenantId === user.tenant.id && vmState === 'deleted' && cloud.clock.now() < (terminatedAt ?? 0) + deletedFor,
      () => true,
    ),
  ),
  defineInterpretation(
    {
      name: 'slow-resize-confirmation',
      ambiguities: ['B-05', 'B-68', 'B-122'],
      description: 'A server stays in VERIFY_RESIZE for two seconds before it confirms the resize by itself.',
    },
    durationOf.overrideWhen(
      (_cloud, operation) => operation === 'verifyResize',
      () => 2000,
    ),
  ),
  defineInterpretation(
    {
      name: 'instant-transitions',
      ambiguities: ['B-05', 'B-119'],
      description: 'Reboots and the confirmation of a resize take no time, so that no client sees their statuses.',
    },
    durationOf.overrideWhen(
      (_cloud, operation) => ['rebootSoft', 'rebootHard', 'verifyResize'].includes(operation),
      () => 0,
    ),
  ),
  defineInterpretation(
    {
      name: 'resize-ends-active',
      ambiguities: ['B-05'],
      description: 'A resize of a stopped server ends in ACTIVE, the only final status that the document names.',
      unexpectedBy: ['servers.resize.stays-shutoff'],
    },
    finishResize.override((_original, cloud, server, at) => {
      server.updatedAt = at
      server.beforeResize = undefined
      setActive(cloud, server)
    }),
  ),
  defineInterpretation(
    {
      name: 'launched-at-every-boot',
      ambiguities: ['B-118'],
      description: 'launched_at is the time of the last boot, so every start and reboot changes it.',
    },
    completeTransition.override((original, cloud, server, transition, at, relatedId) => {
      original(cloud, server, transition, at, relatedId)
      if (['start', 'softReboot', 'hardReboot'].includes(transition.name)) server.launchedAt = at
    }),
  ),
]
