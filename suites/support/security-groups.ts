/** The security groups that a server shows. */
import { type ApiResponse, assumeDefined, hasValueMatching, members, resolvePointer } from '#harness'

const groups = 'body/server/security_groups'

/** Names of the groups, if they are shown as they have to be: that they are is judged by itself. */
export function groupNames(shown: ApiResponse): readonly string[] | undefined {
  const names = members(shown, groups, 'name')
  const areSuch = Array.isArray(shown.at(groups)) && names.every((name) => typeof name === 'string')
  return areSuch ? names.map(String) : undefined
}

/** The same for a test that has nothing to judge without them. */
export const assumeGroupNames = (shown: ApiResponse): readonly string[] =>
  assumeDefined(groupNames(shown), 'The server shows no names of security groups.')

/** The groups that a server shows beside one. */
const othersThan = (name: string, shown: ApiResponse): readonly string[] =>
  [...new Set(assumeGroupNames(shown))].filter((group) => group !== name).toSorted()

/** Beside the one there are the same groups as before. */
export const keepsOtherGroups = (name: string, before: ApiResponse) =>
  hasValueMatching(groups, `beside ${name} ${othersThan(name, before).join(', ') || 'none'}`, (value) => {
    const names = Array.isArray(value) ? value.map((group) => resolvePointer(group, 'group/name')) : []
    // Groups without names are for the contract to judge.
    if (names.some((group) => typeof group !== 'string')) return true
    return othersThan(name, before).every((group) => names.includes(group))
  })

/** Not shown, be it that there is no list at all: whether there must be one is for the contract to say. */
export const withoutGroup = (name: string) =>
  hasValueMatching(groups, `no element whose name is ${name}`, (value) => {
    return !Array.isArray(value) || !value.some((group) => resolvePointer(group, 'group/name') === name)
  })
