/** Lists of servers in which a filter keeps or leaves out a given server. */
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
import { compareListed } from './described-in-list.ts'
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
 * The list leaves out the server. A body without an array passes, since `servers.list.array` and `servers.detail.array`
 * cover it, and so does 404 in place of an empty list: see `verifyLeavesOut`.
 */
const excludesServer =
  (id: string): Matcher =>
  (response) =>
    isNotFound(response)
      ? undefined
      : (isSuccess(response) ??
        (Array.isArray(response.at(serversPointer)) ? lacksItem(serversPointer, 'id', id)(response) : undefined))

/** The list leaves out the server, or the target rejects the query. For values that a target may treat as invalid. */
export const excludesServerOrIsRejected =
  (id: string): Matcher =>
  (response) =>
    response.isSuccess ? excludesServer(id)(response) : isRejected(response)

/** Verifies that a filter leaves out a server. 404 in place of an empty list violates the requirement of the list itself. */
export async function verifyLeavesOut(
  assertion: RequirementAssertion,
  read: ReadList,
  query: Query,
  id: string,
): Promise<void> {
  const response = await assertion.eventually(() => read(query), excludesServer(id))
  recordIfEmptyAsNotFound(read, response)
}

/** Records the violation of the requirement of the list itself, if an empty list was returned as 404. */
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

/** The attributes that the filters compare, and what a server violates that changes one by itself. */
const filteredAttributes: readonly (readonly [pointer: string, requirement: RequirementId])[] = [
  ['body/server/name', 'servers.update.renames'],
  [statusPointer, 'servers.status'],
  ['body/server/flavor/id', 'servers.resize.changes-flavor'],
  ['body/server/image/id', 'servers.create.image-used'],
]

/**
 * The server shows what it showed before. A list in which a filter leaves it out says nothing about the filter otherwise.
 * @throws InconclusiveError when an attribute has changed
 */
export async function assumeUnchanged(compute: ComputeClient, shown: ApiResponse): Promise<void> {
  const serverId = assumeDefined(shown.string('body/server/id'), 'The server shows no id.', 'servers.id')
  const now = await compute.call('showServer', { path: { serverId } })
  if (!now.isSuccess) return
  for (const [pointer, requirement] of filteredAttributes)
    assume(
      now.at(pointer) === shown.at(pointer),
      `The server changed ${pointer.replace('body/server/', '')} although no request was to change it.`,
      requirement,
    )
}

/** Verifies that a filter keeps a server, while the server is as it was shown before. */
export async function verifyLists(
  assertion: RequirementAssertion,
  read: ReadList,
  query: Query,
  id: string,
  shown: ApiResponse,
): Promise<void> {
  assume(shown.id('body/server/id') === id, 'showServer does not return the server.', 'servers.show.answers')
  const lists = allOf(isSuccess, containsServer(id))
  const readUnchanged = async () => {
    const response = await read(query)
    if (lists(response)) await assumeUnchanged(read.compute, shown)
    return response
  }
  await compareListed(read, query, await assertion.eventually(readUnchanged, lists), shown)
}

/** Verifies that a page of one server is not empty while the filter keeps one: servers that it leaves out do not take the place. */
export async function verifyFirstPage(assertion: RequirementAssertion, read: ReadList, query: Query): Promise<void> {
  const readIds = async () => idsIn(await read(query), serversPointer)
  const before = await readIds()
  const page = await read({ ...query, limit: 1 })
  const after = await readIds()
  if (isWellFormedList(page) && before.some((id) => after.includes(id)))
    assertion.matches(page, hasLength(serversPointer, 1))
}

/**
 * Records a violation by a list that leaves out a server when it is filtered by the server's image, but has it before and after
 * without the filter. `shown`: how a server at rest shows itself.
 */
export async function compareByImage(compute: ComputeClient, shown: ApiResponse): Promise<void> {
  const { image } = compute.run.settings.resources
  const id = shown.string('body/server/id')
  // servers.create.image-used covers another image.
  if (id === undefined || image === undefined || shown.id('body/server/image/id') !== image) return
  const isLeftOut = (list: ApiResponse) => isWellFormedList(list) && containsServer(id)(list) !== undefined
  for (const list of bothLists) {
    const read = listReader(compute, list)
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
