/** Changes of the texts in a value. */
export interface TextChange {
  text(text: string): string
  /** Changes the names of members; by default they stay. */
  key?(key: string): string
}

/** Returns the value with changed texts. Parts without a change are not copied: of a large report they are most. */
export function changeTexts<T>(value: T, change: TextChange): T
export function changeTexts(value: unknown, change: TextChange): unknown {
  if (typeof value === 'string') return change.text(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const elements = value.map((element: unknown) => changeTexts(element, change))
    return elements.every((element, index) => element === value[index]) ? value : elements
  }
  const { key = (name) => name } = change
  const entries = Object.entries(value)
  const members = entries.map(([name, member]): [string, unknown] => [key(name), changeTexts(member, change)])
  const isSame = members.every(([name, member], index) => name === entries[index]?.[0] && member === entries[index][1])
  return isSame ? value : Object.fromEntries(members)
}
