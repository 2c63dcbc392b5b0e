/** Checks the name of a renamed server in the lists, and that no other server was renamed with it. */
import { type ComputeClient, type Matcher, type RequirementAssertion, resolvePointer } from '#harness'
import { listEntry } from './server-comparison.ts'
import { bothLists, listReader, serversPointer } from './server-list.ts'

/** Verifies that no list shows the old name any more. Other requirements cover a list without the server or without its name. */
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
    await assertion.eventually(listReader(compute, list).until(serverId), hasNewName)
  }
}

/** Matches a list without another server that has the name. */
export const hasNoNamesake =
  (id: string, name: string): Matcher =>
  (list) => {
    const index = list.array(serversPointer).findIndex((entry) => {
      const [otherId, otherName] = ['id', 'name'].map((key) => resolvePointer(entry, `server/${key}`))
      return otherName === name && otherId !== undefined && otherId !== id
    })
    if (index < 0) return undefined
    const message = 'The update of a server renamed another one, too.'
    return { message, at: `${serversPointer}/${index}/name`, expected: 'another name', actual: name }
  }
