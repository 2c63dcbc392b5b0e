/** The security groups that a server shows. */
import { type Answer, arranged, members } from '#harness'

const groups = 'body/server/security_groups'

/** Names of the groups, if they are shown as they have to be: that they are is judged by itself. */
export function shownGroups(shown: Answer): readonly string[] | undefined {
  const names = members(shown, groups, 'name')
  const areSuch = Array.isArray(shown.at(groups)) && names.every((name) => typeof name === 'string')
  return areSuch ? names.map(String) : undefined
}

/** The same for a test that has nothing to judge without them. */
export const someGroups = (shown: Answer): readonly string[] =>
  arranged(shownGroups(shown), 'The server shows no names of security groups.')
