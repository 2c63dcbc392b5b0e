import { runInNewContext } from 'node:vm'
import { badRequest } from '../../server/errors.ts'

/** What stands for itself in a regular expression, with or without a group around all of it: such a pattern cannot take long. */
const plain = /^\^?(?:\(\?:)?\^?[\w .:@-]*\$?\)?$/

/** Milliseconds for one search through all texts. */
const longestSearch = 200

/** Whether a text can be read as a regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/**
 * Says of a text whether a client's regular expression, in either case, finds something in it.
 * @param field as the refusal names it
 * @param texts all those that will be asked about
 * @throws ApiError 400 for a pattern that is none, or that takes too long
 */
export function regexMatcher(
  field: string,
  pattern: string,
  texts: () => readonly string[],
): (text: string) => boolean {
  const expression = compile(field, pattern)
  if (plain.test(pattern)) return (text) => expression.test(text)
  const matching = search(field, expression, [...new Set(texts())])
  return (text) => matching.has(text)
}

function compile(field: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'i')
  } catch {
    throw badRequest(`Invalid filter field: ${field} is not a regular expression.`)
  }
}

/** A client may send a pattern that would never end, such as `(a+)+$`; MySQL has a limit for those too. */
function search(field: string, expression: RegExp, texts: readonly string[]): ReadonlySet<string> {
  const matching = new Set<string>()
  const script = 'for (const text of texts) if (expression.test(text)) matching.add(text)'
  try {
    runInNewContext(script, { expression, texts, matching }, { timeout: longestSearch })
    return matching
  } catch {
    throw badRequest(`Invalid filter field: the regular expression of ${field} takes too long.`)
  }
}
