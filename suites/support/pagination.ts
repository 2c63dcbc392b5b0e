import { type ApiResponse, type Mismatch, requestLine, resolvePointer } from '#harness'

/** Parameters of a list, as `compute.call` takes them. */
export type Query = Readonly<Record<string, string | number>>

/** Reads one page of a list. */
export type ReadPage = (query: Query) => Promise<ApiResponse>

/** Where a page begins: behind its marker, as in Nova, or with it, as the document's words have it. */
export type MarkerSemantics = 'exclusive' | 'inclusive'

export interface Traversal {
  /** Ids in the order in which the pages brought them, each once. */
  readonly seen: readonly string[]
  /** Undefined when no page but the first brought anything. */
  readonly reading: MarkerSemantics | undefined
  /** What was wrong with a page; the walk ends there. */
  readonly fault: Mismatch | undefined
  /** The page that was read last. */
  readonly last: ApiResponse
}

/** The ids of a list; an element without an id of type string is left out. */
export const idsOf = (response: ApiResponse, pointer: string): string[] =>
  response
    .array(pointer)
    .map((element) => resolvePointer(element, 'element/id'))
    .filter((id) => typeof id === 'string')

/** No list is followed further than this: a target that never comes to an end is not waited for. */
const mostPages = 60

const pageFault = (
  page: ApiResponse,
  pointer: string,
  message: string,
  expected: string,
  actual: string,
): Mismatch => ({
  message: `${requestLine(page)} ${message}`,
  at: pointer,
  expected,
  actual,
})

/** What one page says about the marker it was asked with, given what earlier pages brought. */
function look(page: ApiResponse, pointer: string, marker: string, seen: readonly string[]) {
  const ids = idsOf(page, pointer)
  const reading: MarkerSemantics = ids[0] === marker ? 'inclusive' : 'exclusive'
  const fresh = reading === 'inclusive' ? ids.slice(1) : ids
  const again = fresh.find((id, position) => seen.includes(id) || fresh.indexOf(id) !== position)
  const fault =
    again === undefined
      ? undefined
      : pageFault(page, pointer, 'returns again what was there before the marker.', 'every element once', again)
  return { ids, reading, fresh, fault }
}

/**
 * Goes through a list page by page. The first page has one element, so that even the shortest list has a second one; the
 * others have `size`, at least 2, so that a page which begins with its marker brings something new all the same.
 */
export async function traversePages(read: ReadPage, pointer: string, size = 2): Promise<Traversal> {
  let last = await read({ limit: 1 })
  const seen = idsOf(last, pointer)
  let reading: MarkerSemantics | undefined
  for (let page = 2; page <= mostPages; page++) {
    const marker = seen.at(-1)
    if (marker === undefined) break
    last = await read({ limit: Math.max(2, size), marker })
    if (!last.isSuccess) {
      const fault = pageFault(last, 'status', 'refused a marker from the page before.', '2xx', String(last.status))
      return { seen, reading, last, fault }
    }
    const found = look(last, pointer, marker, seen)
    const mixed = reading !== undefined && found.ids.length > 0 && found.reading !== reading && found.fresh.length > 0
    const fault = mixed
      ? pageFault(last, pointer, 'begins otherwise than the page before.', `an ${reading} marker`, found.reading)
      : found.fault
    if (fault) return { seen, reading, last, fault }
    if (found.ids.length > 0) reading ??= found.reading
    if (found.fresh.length === 0) break
    seen.push(...found.fresh)
  }
  return { seen, reading, last, fault: undefined }
}

/** What is wrong with a walk that had to come past these elements, if anything. */
export function traversalMismatch(
  { seen, fault, last }: Traversal,
  wanted: readonly string[],
  pointer: string,
): Mismatch | undefined {
  const missing = wanted.filter((id) => !seen.includes(id))
  if (fault || missing.length === 0) return fault
  return {
    message: `The pages that end with ${requestLine(last)} leave something out.`,
    at: pointer,
    expected: `every element once, among them ${missing.join(', ')}`,
    actual: seen.join(', ') || 'nothing',
  }
}

let before: Promise<unknown> = Promise.resolve()

/**
 * One test after the other: each holds one server while it waits for a second, and if all did so at once, all would wait
 * for ever.
 */
export function serially<T>(body: () => Promise<T>): Promise<T> {
  const mine = before.then(body, body)
  before = mine
  return mine
}
