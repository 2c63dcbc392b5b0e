import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { planServer } from '../../validation/server-plan.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { mutateResponse } from '../mutators.ts'
import { serverErrorResponse } from '../responses.ts'
import { completedWith, serverIdIn } from './conditions.ts'

/** Faults in which requested values are lost or changed, depending on their form or on other values, or later. */
export const requestedValueFaults = [
  defineFault(
    'deep-malformed-id-fails',
    'servers.unknown-refused',
    'A request for a server whose id is not a UUID fails with 500.',
    mutateResponse('*', (response, { request }) => {
      const id = serverIdIn(request.url)
      return id === '' || id === 'detail' || /^[0-9a-f-]{36}$/i.test(id) ? response : serverErrorResponse
    }),
  ),
  defineFault(
    'deep-created-metadata-as-numbers',
    'servers.create.metadata',
    'Values of metadata in a create request that consist of digits lose their leading zeros.',
    planServer.override((original, cloud, user, request) => {
      const pairs = Object.entries(request.metadata)
      const read = pairs.map(([key, value]) => [key, /^\d+$/.test(value) ? String(Number(value)) : value])
      return original(cloud, user, { ...request, metadata: Object.fromEntries(read) })
    }),
  ),
  defineFault(
    'deep-created-metadata-without-null',
    'servers.create.metadata',
    'A pair in a create request whose value is the text null is lost.',
    planServer.override((original, cloud, user, request) => {
      const kept = Object.entries(request.metadata).filter(([, value]) => value !== 'null')
      return original(cloud, user, { ...request, metadata: Object.fromEntries(kept) })
    }),
  ),
  ...[
    defineFault(
      'deep-pair-set-twice-removed',
      'metadata.set.changes',
      'A pair that is set to the value that it has is removed.',
      replaceMetadata.overrideWhen(
        ({ operation }) => operation === 'servers.metadata.set-item',
        (original, call, server, pairs) => {
          const key = call.param('key')
          const isSame = server.metadata[key] === pairs[key]
          original(call, server, isSame ? Object.fromEntries(Object.entries(pairs).filter(([k]) => k !== key)) : pairs)
        },
      ),
    ),
    defineStatefulFault(
      'deep-deleted-pair-back-after-reboot',
      'metadata.delete.removes',
      'A pair that was deleted is there again after a reboot.',
      () => {
        const deleted = new Map<string, Readonly<Record<string, string>>>()
        const restore = (server: { id: string; metadata: Readonly<Record<string, string>> }) => {
          server.metadata = { ...deleted.get(server.id), ...server.metadata }
        }
        return [
          replaceMetadata.override((original, call, server, pairs) => {
            if (call.operation === 'servers.metadata.delete-item')
              deleted.set(server.id, { ...deleted.get(server.id), ...server.metadata })
            original(call, server, pairs)
          }),
          completedWith('softReboot', (_cloud, server) => restore(server)),
          completedWith('hardReboot', (_cloud, server) => restore(server)),
        ]
      },
    ),
    defineFault(
      'deep-new-pair-takes-oldest',
      'metadata.set.keeps-others',
      'A fourth pair of metadata replaces the first.',
      replaceMetadata.override((original, call, server, pairs) =>
        original(call, server, Object.fromEntries(Object.entries(pairs).slice(-3))),
      ),
    ),
  ].map(ofLaterEdition),
]
