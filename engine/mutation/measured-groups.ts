import { packageText } from '#contract'

const file = 'requirements/measured/fault-groups.json'

/** Names of faults that shared a run in which each of them was killed as declared. */
export type MeasuredGroups = readonly (readonly string[])[]

const isGroup = (group: unknown): group is readonly string[] =>
  Array.isArray(group) && group.every((name) => typeof name === 'string')

/** Returns the groups of the last complete mutation test. A fault that is in none of them was run alone, or not at all. */
export function measuredGroups(): MeasuredGroups {
  const content: unknown = JSON.parse(packageText(file))
  if (!Array.isArray(content) || !content.every(isGroup)) throw new TypeError(`${file} is not a list of groups.`)
  return content
}

/** Returns the content of that file: a group a line. */
export const measuredGroupsJson = (groups: MeasuredGroups): string =>
  `[\n${groups.map((names) => `  [${names.map((name) => JSON.stringify(name)).join(', ')}]`).join(',\n')}\n]\n`
