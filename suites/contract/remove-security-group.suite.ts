/**
 * removeSecurityGroup: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action removeSecurityGroup', () => {
  test(
    'refuses a value that is no object',
    verifies('groups.remove.object-required', 'status.refused-request'),
    async ({ given, compute, must, should }) => {
      const server = await given.server({ exclusive: true })

      for (const removeSecurityGroup of [null, 'default', ['default']]) {
        const refused = await compute.call('actOnServer', {
          path: { serverId: server.id },
          body: { removeSecurityGroup },
        })

        must('groups.remove.object-required').refuse(refused)
        should('status.refused-request').answerAsListed(refused)
      }
    },
  )

  test(
    'refuses a group without a name and one that the server does not have',
    verifies('groups.remove.name-required', 'status.refused-request'),
    async ({ given, compute, must, should, draft, resources }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      const nameless = await compute.call('actOnServer', { path, body: { removeSecurityGroup: {} } })

      must('groups.remove.name-required').refuse(nameless)
      should('status.refused-request').answerAsListed(nameless)

      // The configured group exists, but no server has it unless a test has just added it to its own.
      for (const name of [draft.name('no-group'), resources.securityGroup].filter((group) => group !== undefined)) {
        must('groups.remove.name-required').refuse(
          await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } }),
        )
      }
    },
  )
})
