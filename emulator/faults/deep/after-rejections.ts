import { findServer } from '../../services/compute/servers/lookup.ts'
import { updateServer } from '../../services/compute/servers/update-server.ts'
import { allowsTask, allowsVmState } from '../../transitions/preconditions.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { isObject } from '../edits.ts'
import { mutateResponse, mutateServer } from '../mutators.ts'
import { serverIdIn } from './conditions.ts'

/** Faults in which a rejected request has an effect, or changes the next request. */
export const afterRejectionFaults = [
  defineFault(
    'deep-rejected-start-leaves-task',
    'servers.state.governs-actions',
    'A start that is rejected leaves its task on the server.',
    allowsVmState.override((original, cloud, server, precondition) => {
      const isAllowed = original(cloud, server, precondition)
      if (!isAllowed && precondition.action === 'start' && server.taskState === null) server.taskState = 'powering-on'
      return isAllowed
    }),
    allowsTask.override(
      (original, cloud, server, precondition) =>
        server.taskState === 'powering-on' || original(cloud, server, precondition),
    ),
  ),
  defineFault(
    'deep-rejected-stop-powers',
    'servers.power-state.agrees',
    'A rejected stop of a server that is shut down powers it on.',
    allowsVmState.override((original, cloud, server, precondition) => {
      const isAllowed = original(cloud, server, precondition)
      if (!isAllowed && precondition.action === 'stop' && server.vmState === 'stopped') server.powerState = 1
      return isAllowed
    }),
  ),
  defineStatefulFault(
    'deep-action-after-rejection-refused',
    'servers.stop.becomes-shutoff',
    'After a start that was rejected, the next stop of the server is rejected.',
    () => {
      const ids = new Set<string>()
      return [
        allowsVmState.override((original, cloud, server, precondition) => {
          const isAllowed = original(cloud, server, precondition)
          if (!isAllowed && precondition.action === 'start') ids.add(server.id)
          return precondition.action === 'stop' && ids.delete(server.id) ? false : isAllowed
        }),
      ]
    },
  ),
  defineFault(
    'deep-rejected-update-clears-address',
    'servers.update.name-length',
    'An update that is rejected because its name is too long clears accessIPv4.',
    updateServer.override((original, call) => {
      const { body } = call
      const requested = isObject(body) && isObject(body['server']) ? body['server']['name'] : undefined
      if (typeof requested === 'string' && requested.length > 255) findServer(call).accessIPv4 = ''
      return original(call)
    }),
  ),
  defineStatefulFault(
    'deep-conflicts-share-request-id',
    'conventions.request-id-unique',
    'All rejections with 409 have the same request id.',
    () => {
      let first: string | undefined
      return [
        mutateResponse('*', (response) => {
          if (response.status !== 409) return response
          first ??= response.headers['x-compute-request-id'] ?? 'req-11111111-1111-4111-8111-111111111111'
          return { ...response, headers: { ...response.headers, 'x-compute-request-id': first } }
        }),
      ]
    },
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-rejected-pair-hides-pairs',
      'metadata.set.wrapper-required',
      'After a change of metadata that is rejected, a server shows none of its pairs.',
      () => {
        const ids = new Set<string>()
        const remember = (operation: string) =>
          mutateResponse(operation, (response, { request }) => {
            const id = serverIdIn(request.url)
            // 404 is the response to another tenant.
            if (response.status === 400) ids.add(id)
            else if (response.status < 300) ids.delete(id)
            return response
          })
        return [
          remember('servers.metadata.set-item'),
          mutateServer((server) => (ids.has(String(server['id'])) ? { ...server, metadata: {} } : server)),
          mutateResponse('servers.metadata', (response, { request }) =>
            response.status < 300 && ids.has(serverIdIn(request.url))
              ? { ...response, body: { metadata: {} } }
              : response,
          ),
        ]
      },
    ),
  ),
]
