import { type ApiResponse, assume, lacksItem, type Matcher, type RequirementAssertion } from '#harness'
import { assumeWellFormed, isWellFormedList, type ServerList, serversPointer } from './server-list.ts'

/** Tells whether a list has null instead of an array, which another requirement covers. */
const isNullList = (page: ApiResponse): boolean => page.at(serversPointer) === null

/** Matches a list that is filtered by a former attribute of a server and leaves out the server. Other requirements cover a response without a list. */
export const lacksFormer =
  (id: string, former: 'name' | 'flavor' | 'status'): Matcher =>
  (page) => {
    const mismatch = isWellFormedList(page) ? lacksItem(serversPointer, 'id', id)(page) : undefined
    return mismatch && { ...mismatch, message: `A list still finds a server by its former ${former}.` }
  }

/**
 * Verifies that a filtered list no longer contains a server with its former name or flavor.
 * @throws InconclusiveError when the response is not a list of servers, which other requirements cover
 */
export async function verifyNotListedByFormer(
  assertion: RequirementAssertion,
  list: ServerList,
  read: () => Promise<ApiResponse>,
  { id, former }: { readonly id: string; readonly former: 'name' | 'flavor' },
): Promise<void> {
  const last = await assertion.eventually(read, lacksFormer(id, former))
  if (last.isSuccess && !isNullList(last)) assumeWellFormed(last, list)
  assume(last.isSuccess, 'The servers cannot be listed.', list.requirements.answers)
}
