import { type ApiResponse, type Matcher, requestLine, resolvePointer } from '#harness'

/**
 * Names of the keypairs in a list. That each stands in a wrapper of its own is another statement's matter, so an element
 * without one is understood too.
 */
export const namesIn = (response: ApiResponse): string[] =>
  response
    .array('body/keypairs')
    .map((element) => resolvePointer(element, 'element/keypair/name') ?? resolvePointer(element, 'element/name'))
    .filter((name) => typeof name === 'string')

/** Whether there is a list at all: that there has to be one, and that it is an array, is a statement of its own. */
export const isKeypairList = (response: ApiResponse): boolean =>
  !response.isSuccess || Array.isArray(response.at('body/keypairs'))

/** The member of one listed keypair, or undefined. */
export function memberInList(response: ApiResponse, name: string, member: string): unknown {
  const element = response.array('body/keypairs').find((one) => resolvePointer(one, 'one/keypair/name') === name)
  return resolvePointer(element, `element/keypair/${member}`)
}

/** The list has, or has not, a keypair of this name. */
export const listsKeypair =
  (name: string, wanted = true): Matcher =>
  (response) => {
    const names = namesIn(response)
    if (response.isSuccess && names.includes(name) === wanted) return undefined
    return {
      message: `${requestLine(response)} ${wanted ? 'leaves out a keypair that exists' : 'lists a keypair that is deleted'}.`,
      at: 'body/keypairs',
      expected: `${wanted ? 'a' : 'no'} keypair ${name}`,
      actual: response.isSuccess ? names.join(', ') || 'no keypairs' : String(response.status),
    }
  }
