import { expect, test } from 'vitest'
import { created, grace } from './conversation.fixture.ts'

/** Shows a server with two groups, removes one from another server, resizes the first and shows it without the group `web`. */
function afterResize(removed: string) {
  const target = created()
  target.show({ security_groups: [{ name: 'default' }, { name: 'web' }] })
  const request = { removeSecurityGroup: { name: removed } }
  target.call('actOnServer', { kind: 'actOnServer removeSecurityGroup', resource: 's2', request }, 202)
  target.act('resize', { flavorRef: 'f2' })
  return target.show({ flavor: { id: 'f2' } }, 2 * grace)
}

test('a resize is not to blame for the loss of a group that was removed from another server meanwhile', () => {
  expect(afterResize('web')).toEqual([])
  expect(afterResize('other')).toEqual(['servers.resize.changes-flavor'])
})
