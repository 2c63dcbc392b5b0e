/** The security groups that a server shows. */
import { type Answer, arranged, follow, members, showsSuch } from '#harness'

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

/** The groups that a server shows beside one. */
const othersThan = (name: string, shown: Answer): readonly string[] =>
  [...new Set(someGroups(shown))].filter((group) => group !== name).toSorted()

/** Beside the one there are the same groups as before. */
export const withOthersOf = (name: string, before: Answer) =>
  showsSuch(groups, `beside ${name} ${othersThan(name, before).join(', ') || 'none'}`, (value) => {
    const names = Array.isArray(value) ? value.map((group) => follow(group, 'group/name')) : []
    // Groups without names are for the contract to judge.
    if (names.some((group) => typeof group !== 'string')) return true
    return othersThan(name, before).every((group) => names.includes(group))
  })

/** Not shown, be it that there is no list at all: whether there must be one is for the contract to say. */
export const withoutGroup = (name: string) =>
  showsSuch(groups, `no element whose name is ${name}`, (value) => {
    return !Array.isArray(value) || !value.some((group) => follow(group, 'group/name') === name)
  })
