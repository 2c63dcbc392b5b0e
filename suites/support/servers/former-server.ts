import { type ApiResponse, assume, lacksItem, type Matcher, type RequirementAssertion } from '#harness'
import { assumeWellFormed, isWellFormedList, type ServerList, serversPointer } from './server-list.ts'

/** Tells whether a list has null instead of an array, which another requirement covers. */
const isNullList = (page: ApiResponse): boolean => page.at(serversPointer) === null

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
  const lacks: Matcher = (page) => {
    const mismatch = isWellFormedList(page) ? lacksItem(serversPointer, 'id', id)(page) : undefined
    return mismatch && { ...mismatch, message: `A list still finds a server by its former ${former}.` }
  }
  const last = await assertion.eventually(read, lacks)
  if (last.isSuccess && !isNullList(last)) assumeWellFormed(last, list)
  assume(last.isSuccess, 'The servers cannot be listed.', list.requirements.answers)
}
