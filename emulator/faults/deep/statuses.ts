import type { EmulatorResponse, JsonObject } from '../../server/response.ts'
import { defineStatefulFault, ofLaterEdition, type RequestContext } from '../define-fault.ts'
import { type Edit, fixed, isObject } from '../edits.ts'
import { mutateBody, mutateResponse, mutateServer } from '../mutators.ts'

/** Returns the server that a request acts on, if it was accepted and is an action of this name. */
function actedOn(action: string, { status }: EmulatorResponse, { request, body }: RequestContext): string | undefined {
  const [, id] = /\/servers\/([^/?]+)/.exec(request.url) ?? []
  return status < 300 && isObject(body) && action in body ? id : undefined
}

/** Edits the next responses that show a server after such an action, each by one of the edits. */
function shownOnceAfter(action: string, isDue: (server: JsonObject) => boolean, ...edits: readonly Edit[]) {
  return () => {
    const remaining = new Map<string, Edit[]>()
    return [
      mutateResponse('servers.action', (response, context) => {
        const id = actedOn(action, response, context)
        if (id !== undefined) remaining.set(id, [...edits])
        return response
      }),
      mutateBody('servers.show', 'server', (server) => {
        const next = isDue(server) ? remaining.get(String(server['id']))?.shift() : undefined
        return next?.(server) ?? server
      }),
    ]
  }
}

const isResized = ({ status, 'OS-EXT-STS:task_state': task }: JsonObject): boolean =>
  task === null && (status === 'VERIFY_RESIZE' || status === 'ACTIVE')

const shownResized =
  (status: string): Edit =>
  (server) => ({ ...server, status, 'OS-EXT-STS:vm_state': 'resized' })

/** Faults of transient statuses, and of times that do not change. */
export const deepStatusFaults = [
  ofLaterEdition(
    defineStatefulFault(
      'deep-unshelving-shows-rescue',
      'servers.state.legal-transitions',
      'A server is shown in RESCUE once after its unshelve.',
      shownOnceAfter('unshelve', () => true, fixed('status', 'RESCUE')),
    ),
  ),
  defineStatefulFault(
    'deep-verified-shows-paused',
    'servers.state.legal-transitions',
    'A resized server is shown in VERIFY_RESIZE, and then once in PAUSED.',
    shownOnceAfter('resize', isResized, shownResized('VERIFY_RESIZE'), shownResized('PAUSED')),
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
