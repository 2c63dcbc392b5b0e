/** Access to JSON of unknown form, such as the response of a service: a member of another type counts as absent. */

/** Tells whether a value is a JSON object, not an array or null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the member at a path of keys and array indexes; undefined if it is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let member = value
  for (const key of path) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, key)) return undefined
    member = Reflect.get(member, key)
  }
  return member
}

/** Returns the string at a path; an empty one counts as absent. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const member = at(value, ...path)
  return typeof member === 'string' && member !== '' ? member : undefined
}

/** Returns the finite number at a path. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const member = at(value, ...path)
  return typeof member === 'number' && Number.isFinite(member) ? member : undefined
}

/** Returns the array at a path; an empty array if the value there is not an array. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const member = at(value, ...path)
  return Array.isArray(member) ? member : []
}

/** Parses a JSON text. Returns undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns a copy of an object without its undefined members, as `exactOptionalPropertyTypes` requires. */
export function defined<T extends Record<string, unknown>>(
  members: T,
): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const result: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {}
  for (const key in members) {
    const value = members[key]
    if (isDefined(value)) result[key] = value
  }
  return result
}

const isDefined = <V>(value: V): value is Exclude<V, undefined> => value !== undefined
