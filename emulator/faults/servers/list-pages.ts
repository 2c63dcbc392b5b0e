import { badRequest } from '../../server/errors.ts'
import { changesSinceFilter, isNotDeleted } from '../../services/compute/servers/filters.ts'
import type { OperationCall } from '../../services/operation.ts'
import { queryCount, queryValue, readLimit } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { type DescribedDefects, isCallOf } from '../list-queries.ts'
import type { ServerListOperation } from './lists.ts'

/** Tells whether a call lists the servers changed since a time without a zone. */
const hasTimeWithoutZone = (list: ServerListOperation) => (call: OperationCall) =>
  isCallOf(list)(call) && /T\d\d:\d\d:\d\d$/.test(queryValue(call.query, 'changes-since') ?? '')

function largeLimitRejected(list: ServerListOperation): DescribedDefects {
  return [
    `${list} rejects a limit of more than 100.`,
    readLimit.overrideWhen(
      (call) => isCallOf(list)(call) && (queryCount(call.query, 'limit') ?? 0) > 100,
      () => {
        throw badRequest('The limit is 100.')
      },
    ),
  ]
}

/** Faults of the pages and times that the document describes since its edition of May 2026. */
export const listPageFaults = [
  defineFault('servers-list-large-limit-refused', 'servers.list.page-size', ...largeLimitRejected('servers.list')),
  defineFault(
    'servers-detail-large-limit-refused',
    'servers.detail.page-size',
    ...largeLimitRejected('servers.detail'),
  ),
  defineFault(
    'servers-list-changes-since-needs-zone',
    'servers.list.changes-since-form',
    'servers.list rejects changes-since without a time zone.',
    changesSinceFilter.overrideWhen(hasTimeWithoutZone('servers.list'), () => {
      throw badRequest('Invalid filter field: changes-since.')
    }),
  ),
  defineFault(
    'servers-detail-changes-since-without-zone-ignored',
    'servers.detail.changes-since-form',
    'servers.detail ignores changes-since without a time zone.',
    changesSinceFilter.overrideWhen(hasTimeWithoutZone('servers.detail'), () => isNotDeleted),
  ),
]
