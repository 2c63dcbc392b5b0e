/**
 * Request ids: every call has a different one.
 */
import { assume, describe, test, verifies } from '#harness'

describe('Request ids', () => {
  for (const operation of ['listFlavors', 'listServers', 'listServersDetail'] as const) {
    test(
      `differ between calls of ${operation}`,
      verifies('conventions.request-id-unique'),
      async ({ compute, verify }) => {
        // Side by side, so that a target that reuses the id of the previous call is detected whatever other tests call.
        const responses = await Promise.all([1, 2, 3].map(() => compute.call(operation)))

        // conventions.request-id covers an id that is missing or empty. A cache, which says how old its response is, repeats one.
        const own = responses.filter((response) => response.header('age') === undefined)
        const ids = own.flatMap((response) => response.header('x-compute-request-id') || [])
        const [, second] = own
        const areCached = own.length < 2 && responses.every((response) => response.header('x-compute-request-id'))
        assume(!areCached, 'A cache repeats the request ids.')
        assume(ids.length >= 2 && second !== undefined, 'The responses have no request ids.', 'conventions.request-id')
        verify.soft('conventions.request-id-unique').holds(new Set(ids).size === ids.length, second, {
          message: 'Two calls have the same request id.',
          at: 'headers/x-compute-request-id',
          expected: 'a different value for every call',
          actual: ids.join(', '),
        })
      },
    )
  }
})
