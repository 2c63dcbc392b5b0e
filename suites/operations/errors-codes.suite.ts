/**
 * Error bodies: the code in the body is the HTTP status.
 */
import { type ApiResponse, assume, describe, errorCode, type RequirementAssertion, test, verifies } from '#harness'
import { nonexistentId } from '../support/rejections.ts'

const isErrorWithCode = ({ status, json }: ApiResponse): boolean => status >= 400 && errorCode(json) !== undefined

function verifyCode(assertion: RequirementAssertion, response: ApiResponse): void {
  const code = errorCode(response.json)
  assertion.holds(code === response.status, response, {
    message: 'The code in the error body differs from the HTTP status.',
    at: 'body/*/code',
    expected: String(response.status),
    actual: String(code),
  })
}

describe('Error bodies', () => {
  test('have the HTTP status as code', verifies('errors.code-matches'), async ({ compute, verify, build }) => {
    const responses = [
      await compute.call('showKeypair', { path: { keypairName: build.name('absent') } }),
      await compute.call('showServer', { path: { serverId: nonexistentId } }),
      await compute.call('listServers', { query: { limit: 'many' } }),
      await compute.call('listFlavors', { query: { limit: 'many' } }),
      await compute.call('listServers', { token: null }),
    ].filter(isErrorWithCode)

    assume(responses.length > 0, 'No error body has a code.', 'errors.envelope')
    for (const response of responses) verifyCode(verify.soft('errors.code-matches'), response)
  })

  test(
    'have the HTTP status as code when a request to create is rejected',
    verifies('errors.code-matches'),
    async ({ compute, verify, skip }) => {
      const response = await compute.call('createKeypair', { body: { keypair: {} }, isInvalid: true })

      // Rejections of other operations are verified above.
      if (!isErrorWithCode(response)) skip('The response is not an error with a code in its body.')
      verifyCode(verify.soft('errors.code-matches'), response)
    },
  )
})
