/** The name of a renamed server in the lists. */
import { type ComputeClient, type Matcher, type RequirementAssertion, resolvePointer } from '#harness'
import { listEntry } from './server-comparison.ts'
import { bothLists, listReader } from './server-list.ts'

/**
 * Verifies that no list still has the old name. Other requirements cover a list without the server or without its name.
 */
export async function verifyListedName(
  assertion: RequirementAssertion,
  compute: ComputeClient,
  serverId: string,
  names: { readonly old: unknown; readonly new: string },
): Promise<void> {
  for (const list of bothLists) {
    const hasNewName: Matcher = (page) => {
      const listedName = resolvePointer(listEntry(page, serverId), 'server/name')
      if (listedName === undefined || listedName !== names.old) return undefined
      return {
        message: 'A list still has the old name of a renamed server.',
        at: 'body/servers',
        expected: names.new,
        actual: String(listedName),
      }
    }
    await assertion.eventually(listReader(compute, list), hasNewName)
  }
}
