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
  test('repeat the status of the answer', verifies('errors.code-matches'), async ({ compute, should, draft }) => {
    const refusals = [
      await compute.call('showKeypair', { path: { keypairName: draft.name('absent') } }),
      await compute.call('showServer', { path: { serverId: nonexistentId } }),
      await compute.call('listServers', { query: { limit: 'many' } }),
      await compute.call('listFlavors', { query: { limit: 'many' } }),
      await compute.call('listServers', { token: null }),
    ].filter((answer) => answer.status >= 400 && codeOf(answer) !== undefined)

    if (refusals.length === 0) throw new InconclusiveError('No refusal has a code in its body.')
    for (const answer of refusals) {
      const code = codeOf(answer)
      should('errors.code-matches').holds(code === answer.status, answer, {
        message: 'The code in the body of an error is not its status.',
        at: 'body/*/code',
        expected: String(answer.status),
        actual: JSON.stringify(code),
      })
    }
  })

  test(
    'repeat the status when a request to create is refused',
    verifies('errors.code-matches'),
    async ({ compute, should }) => {
      const answer = await compute.call('createKeypair', { body: { keypair: {} } })

      const code = codeOf(answer)
      if (answer.status < 400 || code === undefined)
        throw new InconclusiveError('There is no refusal with a code in its body.')
      should('errors.code-matches').holds(code === answer.status, answer, {
        message: 'The code in the body of an error is not its status.',
        at: 'body/*/code',
        expected: String(answer.status),
        actual: JSON.stringify(code),
      })
    },
  )
})
