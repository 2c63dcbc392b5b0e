/**
 * Error bodies: the code that a client reads in the body is the one it was answered with.
 */
import { type ApiResponse, describe, InconclusiveError, resolvePointer, test, verifies } from '#harness'
import { nonexistentId } from '../support/unauthorized-caller.ts'

/** The code in Nova's envelope. An envelope of another form breaks a statement of its own. */
function codeOf({ json }: ApiResponse): unknown {
  if (typeof json !== 'object' || json === null) return undefined
  const [fault] = Object.values(json)
  return resolvePointer(fault, 'fault/code')
}

describe('Error bodies', () => {
  test('repeat the status of the answer', verifies('errors.code-matches'), async ({ compute, verify, build }) => {
    const refusals = [
      await compute.call('showKeypair', { path: { keypairName: build.name('absent') } }),
      await compute.call('showServer', { path: { serverId: nonexistentId } }),
      await compute.call('listServers', { query: { limit: 'many' } }),
      await compute.call('listFlavors', { query: { limit: 'many' } }),
      await compute.call('listServers', { token: null }),
    ].filter((response) => response.status >= 400 && codeOf(response) !== undefined)

    if (refusals.length === 0) throw new InconclusiveError('No refusal has a code in its body.')
    for (const response of refusals) {
      const code = codeOf(response)
      verify.soft('errors.code-matches').holds(code === response.status, response, {
        message: 'The code in the body of an error is not its status.',
        at: 'body/*/code',
        expected: String(response.status),
        actual: JSON.stringify(code),
      })
    }
  })

  test(
    'repeat the status when a request to create is refused',
    verifies('errors.code-matches'),
    async ({ compute, verify }) => {
      const response = await compute.call('createKeypair', { body: { keypair: {} } })

      const code = codeOf(response)
      if (response.status < 400 || code === undefined)
        throw new InconclusiveError('There is no refusal with a code in its body.')
      verify.soft('errors.code-matches').holds(code === response.status, response, {
        message: 'The code in the body of an error is not its status.',
        at: 'body/*/code',
        expected: String(response.status),
        actual: JSON.stringify(code),
      })
    },
  )
})
