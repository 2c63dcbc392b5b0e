import { type ApiResponse, assume, lacksItem, type Matcher, type RequirementAssertion } from '#harness'
import { assumeWellFormed, isWellFormedList, type ServerList, serversPointer } from './server-list.ts'

/** Null in place of an empty array, which is the matter of the array's own requirement. */
const isNullList = (page: ApiResponse): boolean => page.at(serversPointer) === null

/**
 * Verifies that a list no longer finds a server by the name or flavor that it had before. If the response is not a list at all,
 * another requirement is violated, and this one is undecided.
 */
export async function lacksFormerServer(
  assertion: RequirementAssertion,
  list: ServerList,
  read: () => Promise<ApiResponse>,
  { id, former }: { readonly id: string; readonly former: 'name' | 'flavor' },
): Promise<void> {
  const lacks: Matcher = (page) => {
    const mismatch = isWellFormedList(page) ? lacksItem(serversPointer, 'id', id)(page) : undefined
    return mismatch && { ...mismatch, message: `A list finds a server by the ${former} that it had before.` }
  }
  const last = await assertion.eventually(read, lacks)
  if (last.isSuccess && !isNullList(last)) assumeWellFormed(last, list)
  assume(last.isSuccess, 'The servers cannot be listed.', list.requirements.answers)
}
