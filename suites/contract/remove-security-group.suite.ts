/**
 * removeSecurityGroup: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'
import { shownGroups } from '../groups.ts'

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

      for (const removeSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const nameless = await compute.call('actOnServer', { path, body: { removeSecurityGroup } })

        must('groups.remove.name-required').refuse(nameless)
        should('status.refused-request').answerAsListed(nameless)
      }

      // The configured group exists, and the server should not have it; one that shows no groups may have it all the same.
      const has = shownGroups(await compute.call('showServer', { path }))
      const spare = has && resources.securityGroup
      const others = [draft.name('no-group'), spare].filter((group) => group !== undefined)
      for (const name of others.filter((group) => has?.includes(group) !== true)) {
        must('groups.remove.name-required').refuse(
          await compute.call('actOnServer', { path, body: { removeSecurityGroup: { name } } }),
        )
      }
    },
  )
})
