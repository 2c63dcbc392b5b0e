/** Tests of access to the operations that a later edition of the document adds. */
import { isSuccess, test, verifies } from '#harness'
import { orNone } from '../support/or-none.ts'
import { nonexistentId } from '../support/rejections.ts'
import { showGroup } from '../support/server-groups.ts'
import { AccessChecks, requirementsOf, type UnauthorizedCaller } from '../support/unauthorized-caller.ts'

/** Defines the test that a caller reads and changes no metadata. */
export function describeUnauthorizedAccessToMetadata(caller: UnauthorizedCaller): void {
  test(
    `rejects metadata and detailed flavors ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, has, build, compute, target, verify, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no operation for metadata.')
      const server = has('server') ? await orNone(given.server()) : undefined
      const path = { serverId: server?.id ?? nonexistentId }
      const pair = { ...path, key: build.name('pair') }
      const set = (value: string) => ({ path: pair, body: { meta: { [pair.key]: value } } })
      await orNone(compute.call('setServerMetadata', set('one')))
      const checks = new AccessChecks(caller, { compute, target, verify })

      await checks.verifyDenied({ operation: 'listFlavorsDetail' })
      await checks.verifyDenied({ operation: 'listServerMetadata', path })
      await checks.verifyDenied({ operation: 'showServerMetadata', path: pair, isSample: true })
      await checks.verifyDenied({ operation: 'setServerMetadata', ...set('two') })
      await checks.verifyDenied({ operation: 'deleteServerMetadata', path: pair, isSample: true })

      await orNone(compute.call('deleteServerMetadata', { path: pair }))
      checks.finish()
    },
  )
}

/** Defines the test that a caller reads, creates and deletes no server group. */
export function describeUnauthorizedAccessToGroups(caller: UnauthorizedCaller): void {
  test(
    `rejects server groups ${caller.title}`,
    verifies(...requirementsOf(caller)),
    async ({ given, build, compute, target, verify, skip }) => {
      if (target.edition === '2020-03') skip('The edition of the document has no operation for server groups.')
      const group = await orNone(given.serverGroup())
      const path = { serverGroupId: group?.id ?? nonexistentId }
      const body = { server_group: { name: build.name('group'), policies: ['anti-affinity'] } }
      const wasShown = group !== undefined && (await showGroup(compute, group.id)).isSuccess
      const checks = new AccessChecks(caller, { compute, target, verify })

      await checks.verifyDenied({ operation: 'listServerGroups' })
      await checks.verifyDenied({ operation: 'createServerGroup', body, isSample: true })
      await checks.verifyDenied({ operation: 'showServerGroup', path, isSample: true })
      const isDeletionDenied = await checks.verifyDenied({ operation: 'deleteServerGroup', path, isSample: true })

      if (wasShown && isDeletionDenied)
        verify.soft(caller.requirement).matches(await showGroup(compute, group.id), isSuccess)
      checks.finish()
    },
  )
}
