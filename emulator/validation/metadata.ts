import { forbidden } from '../server/errors.ts'
import { invalid, object, type RequestFields, text } from './fields.ts'

/** The document's limit for keys and values, in characters. */
const longest = 255

/** Nova's quota of entries. */
const mostEntries = 128

/**
 * Reads metadata: pairs of strings.
 * @throws ApiError 400 for another shape or a key or value over 255 characters, 403 for too many pairs.
 */
export function metadataPairs(value: unknown): Record<string, string> {
  const pairs: RequestFields = object(value, 'metadata')
  const entries = Object.entries(pairs).map(([key, entry]): [string, string] => {
    if (key === '' || [...key].length > longest) {
      throw invalid('metadata', key, `A key has 1 to ${longest} characters`)
    }
    return [key, text(entry, key, 0, longest)]
  })
  if (entries.length > mostEntries) throw forbidden(`Quota exceeded: at most ${mostEntries} metadata entries.`)
  return Object.fromEntries(entries)
}
