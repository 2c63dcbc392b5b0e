/** JSON pointers (RFC 6901) with a name in place of the root: `body/server/addresses/a~1b/0`, `#/paths`. */

/** Returns a member's name as a part of a pointer. */
export const escapePointerKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

const unescapeKey = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** The keys of pointers that were split before: a run resolves the same few of them in every response. */
const splitPointers = new Map<string, readonly string[]>()
const maxSplitPointers = 1_000

function splitPointer(pointer: string): readonly string[] {
  const keys = pointer.split('/').slice(1)
  return pointer.includes('~') ? keys.map(unescapeKey) : keys
}

/** Returns the names of members and the indexes of elements along a pointer, without the root. */
export function pointerKeys(pointer: string): readonly string[] {
  const known = splitPointers.get(pointer)
  if (known) return known
  const keys = splitPointer(pointer)
  if (splitPointers.size < maxSplitPointers) splitPointers.set(pointer, keys)
  return keys
}

/** Returns the value that a pointer such as `body/server/name` leads to, or undefined. Follows own properties only. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  let node = root
  for (const key of pointerKeys(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined
    node = Reflect.get(node, key)
  }
  return node
}
