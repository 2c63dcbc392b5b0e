import { runInNewContext } from 'node:vm'
import { badRequest } from '../../server/errors.ts'

/** Literal characters, optionally with anchors and one group around all of them: such a pattern is always fast. */
const plain = /^\^?(?:\(\?:)?\^?[\w .:@-]*\$?\)?$/

/** The time limit of one search through all texts, in milliseconds. */
const longestSearch = 200

/** Whether a text is a valid regular expression. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}

/**
 * Returns a predicate that tells whether a client's regular expression matches a text, ignoring case.
 * @param field the name of the filter in the message of a rejection
 * @param texts all the texts that the predicate will be called with
 * @throws ApiError 400 for a pattern that is invalid or takes too long
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

/** Limits the time of patterns such as `(a+)+$`, which take practically forever. MySQL has a limit for them too. */
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
