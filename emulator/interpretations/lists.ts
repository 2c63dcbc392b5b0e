import { without } from '../faults/edits.ts'
import { mutateBody } from '../faults/mutators.ts'
import { badRequest } from '../server/errors.ts'
import { readMinDisk, readMinRam } from '../services/compute/flavors.ts'
import {
  changesSinceFilter,
  imageFilter,
  isNotDeleted,
  nameFilter,
  statusFilter,
} from '../services/compute/servers/filters.ts'
import { listableServers } from '../services/compute/servers/list-servers.ts'
import { indexAfterMarker, maximumPage, queryValue, readLimit } from '../services/pagination.ts'
import { defineInterpretation } from './define-interpretation.ts'

/** Items of a page when the request has no limit. */
const defaultPage = 5

const isServerList = (operation: string): boolean => ['servers.list', 'servers.detail'].includes(operation)

/** Pages, order and filters of lists. */
export const listInterpretations = [
  defineInterpretation(
    {
      name: 'inclusive-marker',
      ambiguities: ['B-36'],
      description: 'A page begins with the marker itself, the first item of the list in the words of the document.',
      reportedBy: { 'servers.list.marker': 'inclusive', 'servers.detail.marker': 'inclusive' },
    },
    indexAfterMarker.overrideWhen(
      ({ query }) => (queryValue(query, 'marker') ?? '') !== '',
      (original, call, items) => original(call, items) - 1,
    ),
  ),
  defineInterpretation(
    {
      name: 'small-default-page',
      ambiguities: ['B-84'],
      description: `Without a limit, a list has pages of ${defaultPage} items and a link to the next one.`,
    },
    readLimit.overrideWhen(
      ({ query }) => !query.has('limit'),
      () => defaultPage,
    ),
  ),
  defineInterpretation(
    {
      name: 'limit-above-maximum-rejected',
      ambiguities: ['X-31'],
      description: `A limit of more than ${maximumPage} is rejected.`,
    },
    readLimit.overrideWhen(
      ({ query }) => Number(queryValue(query, 'limit') ?? 1) > maximumPage,
      () => {
        throw badRequest(`limit must not be greater than ${maximumPage}.`)
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'limit-zero-rejected',
      ambiguities: ['B-37'],
      description: 'A limit of 0 is rejected.',
    },
    readLimit.overrideWhen(
      ({ query }) => Number(queryValue(query, 'limit') ?? 1) === 0,
      () => {
        throw badRequest('limit must be greater than 0.')
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'no-next-links',
      ambiguities: ['B-37'],
      description: 'A full page has no link to the next one.',
    },
    mutateBody('servers.list', '', without('servers_links')),
    mutateBody('servers.detail', '', without('servers_links')),
    mutateBody('flavors.list', '', without('flavors_links')),
  ),
  defineInterpretation(
    {
      name: 'oldest-servers-first',
      ambiguities: ['B-93'],
      description: 'Servers are listed in the order of their creation, the oldest first.',
    },
    listableServers.override((original, call) => [...original(call)].reverse()),
  ),
  defineInterpretation(
    {
      name: 'minimum-excluded',
      ambiguities: ['B-35'],
      description: 'minDisk and minRam exclude flavors of exactly this size: larger, in the words of the document.',
    },
    ...[readMinDisk, readMinRam].map((hook) =>
      hook.overrideWhen(
        ({ query }) => query.has(hook === readMinDisk ? 'minDisk' : 'minRam'),
        (original, call) => original(call) + 1,
      ),
    ),
  ),
  defineInterpretation(
    {
      name: 'changes-since-omits-deleted',
      ambiguities: ['B-52'],
      description: 'A list with changes-since contains no deleted servers.',
    },
    changesSinceFilter.override((original, call) => {
      const matches = original(call)
      return (server) => matches(server) && isNotDeleted(server)
    }),
  ),
  defineInterpretation(
    {
      name: 'name-matches-whole',
      ambiguities: ['B-53'],
      description: 'The regular expression of a name filter must match the whole name.',
      reportedBy: { 'servers.list.name-regex': 'whole', 'servers.detail.name-regex': 'whole' },
    },
    nameFilter.overrideWhen(
      ({ query }) => query.has('name'),
      (original, call) => {
        const query = new URLSearchParams(call.query)
        query.set('name', `^(?:${queryValue(call.query, 'name')})$`)
        original(call)
        return original({ ...call, query })
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'name-case-sensitive',
      ambiguities: ['B-53'],
      description: 'The regular expression of a name filter distinguishes upper and lower case.',
    },
    nameFilter.overrideWhen(
      ({ query }) => query.has('name'),
      (original, call) => {
        original(call)
        const pattern = new RegExp(queryValue(call.query, 'name') ?? '', 'u')
        return ({ name }) => pattern.test(name)
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'unknown-status-rejected',
      ambiguities: ['B-54'],
      description: 'A filter by a status that the document does not name is rejected with 400.',
    },
    statusFilter.overrideWhen(
      ({ query }) => /[^A-Z_]|NOT|NO_SUCH|UNKNOWN_|NONE/i.test(queryValue(query, 'status') ?? ''),
      () => {
        throw badRequest('Invalid status.')
      },
    ),
  ),
  defineInterpretation(
    {
      name: 'unknown-image-rejected',
      ambiguities: ['B-55'],
      description: 'A filter by an image that does not exist is rejected with 400.',
    },
    imageFilter.overrideWhen(
      ({ operation, query, cloud }) =>
        isServerList(operation) && query.has('image') && !cloud.images.has(query.get('image') ?? ''),
      () => {
        throw badRequest('There is no such image.')
      },
    ),
  ),
]
