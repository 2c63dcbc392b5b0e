import { queryCount, readLimit } from '../services/pagination.ts'

/** The default length of a page of servers since the edition of May 2026. */
const defaultPage = 100

const serverLists = ['servers.list', 'servers.detail']

/** The changes of edition 2026-05 to lists. */
export const listChanges = [
  readLimit.overrideWhen(
    ({ operation }) => serverLists.includes(operation),
    (original, call) => (queryCount(call.query, 'limit') === undefined ? defaultPage : original(call)),
  ),
]
