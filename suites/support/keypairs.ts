import { type ApiResponse, type Matcher, requestLine, resolvePointer } from '#harness'

/**
 * Names of the keypairs in a list. That each stands in a wrapper of its own is another statement's matter, so an element
 * without one is understood too.
 */
export const namesIn = (answer: ApiResponse): string[] =>
  answer
    .array('body/keypairs')
    .map((element) => resolvePointer(element, 'element/keypair/name') ?? resolvePointer(element, 'element/name'))
    .filter((name) => typeof name === 'string')

/** Whether there is a list at all: that there has to be one, and that it is an array, is a statement of its own. */
export const isKeypairList = (answer: ApiResponse): boolean =>
  !answer.isSuccess || Array.isArray(answer.at('body/keypairs'))

/** The member of one listed keypair, or undefined. */
export function memberInList(answer: ApiResponse, name: string, member: string): unknown {
  const element = answer.array('body/keypairs').find((one) => resolvePointer(one, 'one/keypair/name') === name)
  return resolvePointer(element, `element/keypair/${member}`)
}

/** The list has, or has not, a keypair of this name. */
export const listsKeypair =
  (name: string, wanted = true): Matcher =>
  (answer) => {
    const names = namesIn(answer)
    if (answer.isSuccess && names.includes(name) === wanted) return undefined
    return {
      message: `${requestLine(answer)} ${wanted ? 'leaves out a keypair that exists' : 'lists a keypair that is deleted'}.`,
      at: 'body/keypairs',
      expected: `${wanted ? 'a' : 'no'} keypair ${name}`,
      actual: answer.isSuccess ? names.join(', ') || 'no keypairs' : String(answer.status),
    }
  }
