/**
 * Request ids: a client can name one call of many to whoever runs the service.
 */
import { describe, InconclusiveError, test, verifies } from '#harness'

describe('Request ids', () => {
  for (const operation of ['listFlavors', 'listServers', 'listServersDetail'] as const) {
    test(
      `differ from one ${operation} to the next`,
      verifies('conventions.request-id-unique'),
      async ({ compute, verify }) => {
        // Side by side, so that an id given to one call and the next shows whoever else calls meanwhile.
        const responses = await Promise.all([1, 2, 3].map(() => compute.call(operation)))

        // One that is missing or empty is for the contract to judge.
        const ids = responses.flatMap((response) => response.header('x-compute-request-id') || [])
        const [, second] = responses
        if (ids.length < 2 || second === undefined) throw new InconclusiveError('The answers carry no request id.')
        verify.soft('conventions.request-id-unique').holds(new Set(ids).size === ids.length, second, {
          message: 'Two calls were given the same request id.',
          at: 'headers/x-compute-request-id',
          expected: 'a value of its own for every call',
          actual: ids.join(', '),
        })
      },
    )
  }
})
