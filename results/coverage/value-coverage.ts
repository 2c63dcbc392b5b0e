import type { Exchange } from '#model'

const unescapeKey = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** Returns all values that a pattern of keys leads to; `*` stands for every element or member. */
function valuesAt(value: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (key === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  if (key === '*') return Object.values(value).flatMap((each) => valuesAt(each, rest))
  return Object.hasOwn(value, key) ? valuesAt(Object.getOwnPropertyDescriptor(value, key)?.value, rest) : []
}

/** Tells whether a value is primitive: documented values are, and an object of the target may not even have a text. */
const isPrimitive = (value: unknown): value is string | number | boolean | null =>
  typeof value !== 'object' || value === null

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? 'null')
  } catch {
    return undefined
  }
}

/**
 * Returns the values of enumerations that no successful response contained.
 * @param documented all of them, as `operation pointer value`
 */
export function unseenValues(documented: readonly string[], exchanges: readonly Exchange[]): string[] {
  const patterns = new Map<string, Set<string>>()
  for (const entry of documented) {
    const [operation = '', pointer = ''] = entry.split(' ')
    patterns.set(operation, (patterns.get(operation) ?? new Set()).add(pointer))
  }
  const seen = new Set<string>()
  for (const { operation, status, body } of exchanges) {
    const pointers = operation !== undefined && status >= 200 && status < 300 ? patterns.get(operation) : undefined
    if (!pointers) continue
    const value = parsed(body)
    for (const pointer of pointers)
      for (const each of valuesAt(value, pointer.split('/').slice(1).map(unescapeKey)))
        if (isPrimitive(each)) seen.add(`${operation} ${pointer} ${each}`)
  }
  return documented.filter((entry) => !seen.has(entry))
}
