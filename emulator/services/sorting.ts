import { badRequest } from '../server/errors.ts'

type Sortable = string | number | null

/** The values that a client may sort a list by, under their names in the query. */
export interface SortKeys<Item> {
  readonly keys: Readonly<Record<string, (item: Item) => Sortable>>
  /** The direction when the query has none. */
  readonly direction: 'asc' | 'desc'
  /** The effect of an unknown key. */
  readonly unknownKey: (key: string) => Error | 'nothing is listed'
}

function compare(left: Sortable, right: Sortable): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

/** Reads a direction of the query. @throws ApiError 400 */
function readDirection(text: string): 1 | -1 {
  if (text === 'asc') return 1
  if (text === 'desc') return -1
  throw badRequest("Invalid input received: Unknown sort direction, must be 'desc' or 'asc'")
}

/**
 * Sorts a list by `sort_key` and `sort_dir`, each of which may occur several times. The sort is stable.
 * @throws ApiError 400
 */
export function sortByQuery<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  { keys, direction, unknownKey }: SortKeys<Item>,
): readonly Item[] {
  const directions = query.getAll('sort_dir').map(readDirection)
  const names = query.getAll('sort_key')
  const rules: ((left: Item, right: Item) => number)[] = []
  for (const [index, name] of names.entries()) {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined
    if (key === undefined) {
      const effect = unknownKey(name)
      if (effect instanceof Error) throw effect
      return []
    }
    const sign = directions[index] ?? readDirection(direction)
    rules.push((left, right) => sign * compare(key(left), key(right)))
  }
  if (rules.length === 0) return items
  return items.toSorted((left, right) => {
    for (const rule of rules) {
      const order = rule(left, right)
      if (order !== 0) return order
    }
    return 0
  })
}
