/** The name and policies of server groups in responses. */
import type { ApiResponse } from '#harness'

/** The policies of every group that the tests create: the document allows no others. */
export const policies = ['anti-affinity']

/** Returns the name and the policies, where they have the right types: the OpenAPI description covers others. */
export function describedAs(response: ApiResponse, pointer: string): Readonly<Record<string, string>> {
  const name = response.string(`${pointer}/name`)
  const own = response.array(`${pointer}/policies`)
  const areTexts = own.length > 0 && own.every((policy) => typeof policy === 'string')
  return { ...(name === undefined ? {} : { name }), ...(areTexts ? { policies: own.join(', ') } : {}) }
}

/** Tells whether a group has the expected name and policies, as far as the response shows them. */
export function isDescribedAs(
  actual: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(actual).every(([key, value]) => expected[key] === undefined || expected[key] === value)
}

/** Returns the mismatch of a group that is not as expected. */
export const differs = (at: string, expected: object, actual: object) => ({
  message: 'A server group has a different name or different policies.',
  at,
  expected: JSON.stringify(expected),
  actual: JSON.stringify(actual),
})
