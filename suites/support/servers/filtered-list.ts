/** Checks whether a filtered list of servers contains a given server. */
import {
  type ApiResponse,
  allOf,
  assume,
  assumeDefined,
  type ComputeClient,
  hasLength,
  isRejected,
  isSuccess,
  lacksItem,
  type Matcher,
  type RequirementAssertion,
} from '#harness'
import type { RequirementId } from '#model'
import { isNotFound, recordEmptyAsNotFound } from '../empty-lists.ts'
import { idsIn, type Query } from '../pagination.ts'
import { compareWithShow } from './described-in-list.ts'
import {
  bothLists,
  containsServer,
  isWellFormedList,
  listReader,
  type ReadList,
  serversPointer,
} from './server-list.ts'
import { statusPointer } from './server-state.ts'

/**
 * Matches a list without the server. A body without an array passes, because `servers.list.array` and `servers.detail.array` cover it,
 * and so does 404 instead of an empty list: see `verifyLeavesOut`.
 */
const excludesServer =
  (id: string): Matcher =>
  (response) =>
    isNotFound(response)
      ? undefined
      : (isSuccess(response) ??
        (Array.isArray(response.at(serversPointer)) ? lacksItem(serversPointer, 'id', id)(response) : undefined))

/** Matches a list without the server, or a rejection of the query, for values that a target may treat as invalid. */
export const excludesServerOrIsRejected =
  (id: string): Matcher =>
  (response) =>
    response.isSuccess ? excludesServer(id)(response) : isRejected(response)

/** Verifies that a filter leaves out a server. 404 instead of an empty list violates the requirement of the list itself. */
export async function verifyLeavesOut(
  assertion: RequirementAssertion,
  read: ReadList,
  query: Query,
  id: string,
): Promise<void> {
  const response = await assertion.eventually(() => read(query), excludesServer(id))
  recordIfEmptyAsNotFound(read, response)
}

/** Records a violation of the requirement of the list itself if an empty list was returned as 404. */
export function recordIfEmptyAsNotFound({ compute, list }: ReadList, response: ApiResponse): void {
  if (isNotFound(response)) recordEmptyAsNotFound(compute, list.requirements.answers, response)
}

/** Records the rejection of a listed server as a marker. It may be the last server: an empty page may be returned as 404. */
export async function recordIfNoMarker(read: ReadList, id: string): Promise<void> {
  const page = await read({ marker: id, limit: 1 })
  const mismatch = isSuccess(page)
  if (isNotFound(page)) recordIfEmptyAsNotFound(read, page)
  else if (mismatch) read.compute.recordViolation(read.list.requirements.marker, page, mismatch)
}

/** The attributes that the filters compare, and the requirement that is violated when one changes without a request. */
const filteredAttributes: readonly (readonly [pointer: string, requirement: RequirementId])[] = [
  ['body/server/name', 'servers.update.renames'],
  [statusPointer, 'servers.status'],
  ['body/server/flavor/id', 'servers.resize.changes-flavor'],
  ['body/server/image/id', 'servers.create.image-used'],
]

/**
 * Requires that the attributes in an earlier response have not changed. Otherwise a list without the server proves nothing about the
 * filter.
 * @throws InconclusiveError when an attribute has changed
 */
export async function assumeUnchanged(compute: ComputeClient, shown: ApiResponse): Promise<void> {
  const serverId = assumeDefined(shown.string('body/server/id'), 'The server shows no id.', 'servers.id')
  const now = await compute.call('showServer', { path: { serverId } })
  if (!now.isSuccess) return
  for (const [pointer, requirement] of filteredAttributes)
    assume(
      now.at(pointer) === shown.at(pointer),
      `${pointer.replace('body/server/', '')} of the server changed without a request.`,
      requirement,
    )
}

/** Verifies that a filtered list contains a server and, in the detailed list, describes it as showServer does. `shown`: its last response. */
export async function verifyLists(
  assertion: RequirementAssertion,
  read: ReadList,
  query: Query,
  { id, shown }: { readonly id: string; readonly shown: ApiResponse },
): Promise<void> {
  assume(shown.id('body/server/id') === id, 'showServer does not return the server.', 'servers.show.answers')
  const lists = allOf(isSuccess, containsServer(id))
  const readUntilListed = read.until(id)
  const readUnchanged = async () => {
    const response = await readUntilListed(query)
    if (lists(response)) await assumeUnchanged(read.compute, shown)
    return response
  }
  await compareWithShow(readUntilListed, query, await assertion.eventually(readUnchanged, lists), shown)
}

/** How often a page without a server is read. */
const maxEmptyPages = 3

/**
 * Verifies that a page of one server is not empty while the filter selects a server: limit counts only selected servers. A test of
 * another server may change its status between the lists, and back, so a page without a server is read again.
 */
export async function verifyFirstPage(assertion: RequirementAssertion, read: ReadList, query: Query): Promise<boolean> {
  const readIds = async () => idsIn(await read.page(query), serversPointer)
  for (let count = 1; ; count++) {
    const before = await readIds()
    const page = await read({ ...query, limit: 1 })
    const after = await readIds()
    const isPaged = isWellFormedList(page) && before.some((id) => after.includes(id))
    if (isPaged && count < maxEmptyPages && idsIn(page, serversPointer).length === 0) continue
    if (isPaged) assertion.matches(page, hasLength(serversPointer, 1))
    return isPaged
  }
}

/**
 * Records a violation by a list that leaves out a server when it is filtered by the server's image, but contains it without the filter
 * before and after. `shown`: a response to showServer for a server at rest.
 */
export async function compareByImage(compute: ComputeClient, shown: ApiResponse): Promise<void> {
  const { image } = compute.run.settings.resources
  const id = shown.string('body/server/id')
  // servers.create.image-used covers a different image.
  if (id === undefined || image === undefined || shown.id('body/server/image/id') !== image) return
  const isLeftOut = (list: ApiResponse) => isWellFormedList(list) && containsServer(id)(list) !== undefined
  for (const list of bothLists) {
    const read = listReader(compute, list).until(id)
    const isWhole = async () => containsServer(id)(await read()) === undefined
    if (!(await isWhole())) continue
    const key = `servers in ${list.operation}`
    const { value } = await compute.poll(
      () => read({ image }),
      (page) => !isLeftOut(page),
      'propagation',
      key,
    )
    const mismatch = isLeftOut(value) ? containsServer(id)(value) : undefined
    if (mismatch && (await isWhole())) compute.recordViolation(list.requirements.image, value, mismatch)
  }
}
