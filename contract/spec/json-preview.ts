const maxLength = 120

/** Returns a JSON value as text of at most 120 characters; `nothing` for undefined. Takes constant time for any value. */
export function jsonPreview(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(excerpt(value, { characters: 2 * maxLength }))
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 3)}...`
}

/**
 * Returns the beginning of a value: at least the part that the preview shows. `remaining` counts down the characters that are still needed;
 * members and elements beyond them are left out.
 */
function excerpt(value: unknown, remaining: { characters: number }): unknown {
  if (typeof value === 'string') {
    remaining.characters -= value.length + 3
    return value.slice(0, maxLength)
  }
  remaining.characters -= 2
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const elements: unknown[] = []
    for (const element of value) {
      if (remaining.characters < 0) break
      elements.push(excerpt(element, remaining))
    }
    return elements
  }
  const members: [string, unknown][] = []
  for (const name in value) {
    if (remaining.characters < 0) break
    if (!Object.hasOwn(value, name)) continue
    remaining.characters -= name.length + 4
    members.push([name.slice(0, maxLength), excerpt(Reflect.get(value, name), remaining)])
  }
  return Object.fromEntries(members)
}
