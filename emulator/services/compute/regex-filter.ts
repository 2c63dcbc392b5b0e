import { runInNewContext } from 'node:vm'
import { badRequest } from '../../server/errors.ts'

/** The time limit of one search through all texts with a pattern that may be slow, in milliseconds. */
const longestSearch = 1_000

const maxFastLength = 300
const maxFastChoices = 2

/**
 * Tells whether a pattern is fast by its structure, however long a text of at most a few hundred characters is: no group is repeated or
 * refers to another one, and few places leave the expression a choice, so that the work is a polynomial of low degree.
 */
export function isFast(pattern: string): boolean {
  if (pattern.length > maxFastLength || /\(\?(?!:)|\\[1-9k]/.test(pattern)) return false
  const literals = pattern.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x')
  const choices = literals.match(/[*+{|]|(?<!\()\?/g) ?? []
  return choices.length <= maxFastChoices && !/\)[*+?{]/.test(literals)
}

/** Tells whether a text is a valid regular expression. */
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
  // Without a time limit, so that a busy machine rejects no harmless pattern.
  if (isFast(pattern)) return (text) => expression.test(text)
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
