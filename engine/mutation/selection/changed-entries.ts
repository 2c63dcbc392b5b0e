import { isDeepStrictEqual } from 'node:util'
import { parseDocument } from 'yaml'
import { at } from '#engine/input'

/**
 * Returns the entries of a requirements, edition or profile file by the id of their requirement; undefined for any
 * other file.
 */
function entriesOf(text: string): ReadonlyMap<string, unknown> | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const content: unknown = document.toJS()
  const entries = Array.isArray(content) ? content : (at(content, 'changes') ?? [])
  if (!Array.isArray(entries)) return undefined
  return new Map(entries.map((entry: unknown) => [String(at(entry, 'id') ?? at(entry, 'requirement')), entry]))
}

/**
 * Returns the ids of the requirements whose entries differ between two texts of a YAML file of `requirements/`;
 * undefined if a text cannot be read. A file that does not exist is the empty text.
 */
export function changedEntries(before: string, after: string): readonly string[] | undefined {
  const earlier = entriesOf(before)
  const later = entriesOf(after)
  if (earlier === undefined || later === undefined) return undefined
  const ids = new Set([...earlier.keys(), ...later.keys()])
  return [...ids].filter((id) => !isDeepStrictEqual(earlier.get(id), later.get(id)))
}
