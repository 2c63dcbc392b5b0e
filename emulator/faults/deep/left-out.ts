import type { Override } from '../../fault-injection/overrides.ts'
import { imageFilter } from '../../services/compute/servers/filters.ts'
import { listableServers } from '../../services/compute/servers/list-servers.ts'
import { indexAfterMarker, readLimit } from '../../services/pagination.ts'
import type { Server } from '../../state/servers.ts'
import { defineFault } from '../define-fault.ts'
import { changedList } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { isListWith } from '../servers/list-filters.ts'
import type { ServerListOperation } from '../servers/lists.ts'

/** Makes the filter by image leave out the servers that meet a condition. */
const imagesWithout = (list: ServerListOperation, isLeftOut: (server: Server) => boolean): Override =>
  imageFilter.overrideWhen(isListWith(list, 'image'), (original, call) => {
    const isSelected = original(call)
    return (server) => !isLeftOut(server) && isSelected(server)
  })

/** Makes a list with a marker and without a limit leave out its last server. */
const lastLostWithoutLimit = (list: ServerListOperation) =>
  mutateResponse(list, (response, context) => {
    const { searchParams } = new URL(context.request.url)
    if (!searchParams.has('marker') || searchParams.has('limit')) return response
    const shortened = changedList('servers', (all) => all.slice(0, -1))
    return mutateBody(list, '', shortened).change(response, context)
  })

/** Faults in which lists of servers and their pages leave out servers, or have additional ones at the end. */
export const leftOutFaults = [
  defineFault(
    'deep-detail-image-without-stopped',
    'servers.detail.image',
    'In servers.detail, the filter by image leaves out servers that are stopped.',
    imagesWithout('servers.detail', ({ vmState }) => vmState === 'stopped'),
  ),
  defineFault(
    'deep-list-image-without-resized',
    'servers.list.image',
    'In servers.list, the filter by image leaves out servers that were resized.',
    imagesWithout('servers.list', ({ history }) => history.some(({ action }) => action === 'resize')),
  ),
  defineFault(
    'deep-list-empty-during-deletion',
    'servers.list.answers',
    'servers.list without parameters is empty while a server is being deleted.',
    listableServers.overrideWhen(
      (call) => isCallOf('servers.list')(call) && call.query.size === 0,
      (original, call) => {
        const servers = original(call)
        return servers.some(({ taskState }) => taskState === 'deleting') ? [] : servers
      },
    ),
  ),
  defineFault(
    'deep-list-limit-before-status',
    'servers.list.limit',
    'servers.list applies its limit before it filters by status.',
    listableServers.overrideWhen(isListWith('servers.list', 'limit', 'status'), (original, call) =>
      original(call).slice(0, Number(call.query.get('limit'))),
    ),
  ),
  defineFault(
    'deep-list-longest-page-empty',
    'servers.list.limit',
    'servers.list is empty when its limit is 1000.',
    mutateResponse('servers.list', (response, { request }) =>
      request.url.endsWith('limit=1000') ? { ...response, body: { servers: [] } } : response,
    ),
  ),
  defineFault(
    'deep-attachments-long-page-short',
    'attachments.list.limit',
    'With a limit above the number of attachments, the last one is left out.',
    mutateResponse('attachments.list', (response, context) => {
      const limit = Number(new URL(context.request.url).searchParams.get('limit'))
      const shortened = changedList('volumeAttachments', (all) => (limit > all.length ? all.slice(0, -1) : all))
      return mutateBody('attachments.list', '', shortened).change(response, context)
    }),
  ),
  defineFault(
    'deep-list-page-after-marker-longer',
    'servers.list.limit',
    'A page of servers.list after a marker has one server more than its limit.',
    readLimit.overrideWhen(isListWith('servers.list', 'limit', 'marker'), (original, call) => original(call) + 1),
  ),
  defineFault(
    'deep-detail-last-page-repeats',
    'servers.detail.marker',
    'After the last server, a page of servers.detail has that server again.',
    indexAfterMarker.overrideWhen(isCallOf('servers.detail'), (original, call, items) => {
      const index = original(call, items)
      return index > 0 && index === items.length ? index - 1 : index
    }),
  ),
  defineFault(
    'deep-list-last-lost-without-limit',
    'servers.list.marker',
    'servers.list leaves out the last server when the request has a marker and no limit.',
    lastLostWithoutLimit('servers.list'),
  ),
  defineFault(
    'deep-detail-last-lost-without-limit',
    'servers.detail.marker',
    'servers.detail leaves out the last server when the request has a marker and no limit.',
    lastLostWithoutLimit('servers.detail'),
  ),
]
