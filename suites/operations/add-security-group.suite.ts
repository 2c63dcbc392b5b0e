/**
 * addSecurityGroup: which requests a client may not make.
 */
import { describe, test, verifies } from '#harness'

describe('POST /servers/{serverId}/action addSecurityGroup', () => {
  test(
    'refuses a value that is no object',
    verifies('groups.add.object-required', 'status.refused-request'),
    async ({ given, compute, must, should, resources }) => {
      const server = await given.server({ exclusive: true })
      const name = resources.securityGroup ?? 'default'

      for (const addSecurityGroup of [null, name, [name]]) {
        const refused = await compute.call('actOnServer', { path: { serverId: server.id }, body: { addSecurityGroup } })

        must('groups.add.object-required').isRejected(refused)
        should('status.refused-request').hasListedStatus(refused)
      }
    },
  )

  test(
    'refuses a group without a name and one that does not exist',
    verifies('groups.add.name-required', 'status.refused-request'),
    async ({ given, compute, must, should, draft }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }

      for (const addSecurityGroup of [{}, { name: null }, { name: '' }]) {
        const nameless = await compute.call('actOnServer', { path, body: { addSecurityGroup } })

        must('groups.add.name-required').isRejected(nameless)
        should('status.refused-request').hasListedStatus(nameless)
      }

      must('groups.add.name-required').isRejected(
        await compute.call('actOnServer', { path, body: { addSecurityGroup: { name: draft.name('no-group') } } }),
      )
    },
  )
})
