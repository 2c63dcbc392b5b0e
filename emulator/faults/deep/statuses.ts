import { defineFault, defineStatefulFault } from '../define-fault.ts'
import type { Edit } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'

/** Shows another status while a server gets a host again. */
const rescueDuringUnshelve: Edit = (server) =>
  server['status'] === 'SHELVED_OFFLOADED' && server['OS-EXT-STS:task_state'] !== null
    ? { ...server, status: 'RESCUE' }
    : server

/** Statuses that only come between others, and times that stay. */
export const deepStatusFaults = [
  defineFault(
    'deep-unshelving-shows-rescue',
    'servers.state.legal-transitions',
    'A server is in RESCUE while it is unshelved.',
    mutateServer(rescueDuringUnshelve),
  ),
  defineStatefulFault(
    'deep-verified-shows-paused',
    'servers.state.legal-transitions',
    'A server that was shown in VERIFY_RESIZE is then PAUSED until the resize is confirmed.',
    () => {
      const shown = new Set<unknown>()
      return [
        mutateBody('servers.show', 'server', (server) => {
          if (server['status'] !== 'VERIFY_RESIZE') return server
          if (shown.has(server['id'])) return { ...server, status: 'PAUSED' }
          shown.add(server['id'])
          return server
        }),
      ]
    },
  ),
  defineStatefulFault(
    'deep-stopped-not-updated',
    'servers.updated-moves',
    'A stop does not change the time of the last change.',
    () => {
      const times = new Map<unknown, unknown>()
      return [
        mutateServer((server) => {
          const isStopped = server['status'] === 'SHUTOFF' || server['OS-EXT-STS:task_state'] === 'powering-off'
          const time = times.get(server['id'])
          if (isStopped && typeof time === 'string') return { ...server, updated: time }
          times.set(server['id'], server['updated'])
          return server
        }),
      ]
    },
  ),
]
