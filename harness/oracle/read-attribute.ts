import { resolvePointer } from '#contract'

/** Returns the string at a pointer below a description; undefined when it is missing or has another type. */
export function textAt(description: unknown, pointer: string): string | undefined {
  const found = resolvePointer(description, `item/${pointer}`)
  return typeof found === 'string' ? found : undefined
}

/** Returns the strings at `member` of each element of a list, sorted, joined, without duplicates; undefined if one is missing. */
export function setText(description: unknown, list: string, member: string): string | undefined {
  const elements = resolvePointer(description, `item/${list}`)
  if (!Array.isArray(elements)) return undefined
  const texts = elements.map((element: unknown) => textAt(element, member))
  return texts.includes(undefined) ? undefined : [...new Set(texts)].sort().join(', ')
}

/** Returns an object of strings as JSON with sorted keys; undefined for another type. */
export function objectText(description: unknown, pointer: string): string | undefined {
  const value = resolvePointer(description, `item/${pointer}`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if (!Object.values(value).every((member) => typeof member === 'string')) return undefined
  return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
}
