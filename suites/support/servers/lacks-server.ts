import { type ApiResponse, assume, lacksItem, type Matcher, type RequirementAssertion } from '#harness'
import { isWellFormedList, type ServerList, serversPointer } from './server-list.ts'

/**
 * Verifies that a list no longer contains a server. If the response is not a list at all, another requirement is violated, and this
 * one is undecided.
 */
export async function lacksServer(
  assertion: RequirementAssertion,
  list: ServerList,
  read: () => Promise<ApiResponse>,
  id: string,
): Promise<void> {
  const lacks: Matcher = (page) => (isWellFormedList(page) ? lacksItem(serversPointer, 'id', id)(page) : undefined)
  const last = await assertion.eventually(read, lacks)
  assume(last.isSuccess && isWellFormedList(last), 'The servers cannot be listed.', list.requirements.answers)
}
