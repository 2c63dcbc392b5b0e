import { applyServerUpdate } from '../../services/compute/servers/update-server.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { fixed, isObject } from '../edits.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { completedWith } from './conditions.ts'

/** Faults in which an update changes too much or too little, depending on the status of the server or an earlier update. */
export const updateFaults = [
  defineFault(
    'deep-stopped-update-clears-address',
    'servers.update.single-attribute',
    'An update of the name of a stopped server clears its accessIPv4.',
    applyServerUpdate.overrideWhen(
      (_call, { vmState }, { name }) => vmState === 'stopped' && name !== undefined,
      (original, call, server, update) => original(call, server, { ...update, accessIPv4: update.accessIPv4 ?? '' }),
    ),
  ),
  defineFault(
    'deep-stopped-access-address-lost',
    'servers.update.access-ipv4',
    'An update of accessIPv4 of a stopped server is ignored.',
    applyServerUpdate.overrideWhen(
      (_call, { vmState }) => vmState === 'stopped',
      (original, call, server, update) => original(call, server, { ...update, accessIPv4: undefined }),
    ),
  ),
  defineFault(
    'deep-address-beside-name-lost',
    'servers.update.access-ipv4',
    'An update of the name ignores accessIPv4.',
    applyServerUpdate.overrideWhen(
      (_call, _server, { name }) => name !== undefined,
      (original, call, server, update) => original(call, server, { ...update, accessIPv4: undefined }),
    ),
  ),
  defineStatefulFault(
    'deep-address-update-restores-name',
    'servers.update.single-attribute',
    'An update of accessIPv4 gives a renamed server its first name again.',
    () => {
      const names = new Map<string, string>()
      return [
        completedWith('create', (_cloud, { id, name }) => void names.set(id, name)),
        applyServerUpdate.override((original, call, server, update) => {
          const isAddressOnly = update.name === undefined && update.accessIPv4 !== undefined
          original(call, server, isAddressOnly ? { ...update, name: names.get(server.id) } : update)
        }),
      ]
    },
  ),
  defineFault(
    'deep-update-answer-without-metadata',
    'servers.update.answer',
    'The response to an update has no metadata.',
    mutateBody('servers.update', 'server', fixed('metadata', {})),
  ),
  defineStatefulFault(
    'deep-second-update-answers-first-name',
    'servers.update.answer',
    'The response to a second change of the name has the name of the first.',
    () => {
      const names = new Map<string, string>()
      return [
        mutateResponse('servers.update', (response, { body }) => {
          const server = isObject(response.body) ? response.body['server'] : undefined
          if (response.status >= 300 || !isObject(server) || !isObject(body)) return response
          const [id, name] = [String(server['id']), String(server['name'])]
          const first = names.get(id) ?? name
          names.set(id, first)
          return { ...response, body: { server: { ...server, name: first } } }
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-list-stopped-with-first-name',
    'servers.list.name-shown',
    'The plain list shows a stopped server with the name that it was created with.',
    () => {
      const names = new Map<string, string>()
      const stopped = new Set<string>()
      return [
        completedWith('create', (_cloud, { id, name }) => void names.set(id, name)),
        completedWith('stop', (_cloud, { id }) => void stopped.add(id)),
        completedWith('start', (_cloud, { id }) => void stopped.delete(id)),
        completedWith('hardReboot', (_cloud, { id }) => void stopped.delete(id)),
        mutateBody('servers.list', 'servers.*', (server) => {
          const first = names.get(String(server['id']))
          return stopped.has(String(server['id'])) && first !== undefined ? { ...server, name: first } : server
        }),
      ]
    },
  ),
]
