import { type ApiResponse, assume, lacksItem, type Matcher, type RequirementAssertion } from '#harness'
import { isWellFormedList, type ServerList, serversPointer } from './server-list.ts'

/**
 * A list does not have a server, in time. A list that is none, or is rejected because it would be empty, violates another
 * requirement, and leaves this one undecided.
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
