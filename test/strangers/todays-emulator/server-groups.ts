/** Placement policies. */
import { itemsIn, objectIn, type Route, refuse, textIn } from './http.ts'
import { newId, type ServerGroup, type Store } from './store.ts'

const describe = ({ id, name, members }: ServerGroup) => ({
  id,
  name,
  members: [...members],
  metadata: {},
  policies: ['anti-affinity'],
})

export function serverGroupRoutes(root: string, { serverGroups }: Store): readonly Route[] {
  const found = (id = ''): ServerGroup => serverGroups.get(id) ?? refuse(404, 'No such placement policy')
  return [
    [
      'GET',
      `${root}/os-server-groups`,
      () => ({ status: 200, body: { server_groups: [...serverGroups.values()].map(describe) } }),
    ],
    [
      'GET',
      `${root}/os-server-groups/{}`,
      ({ params: [id] }) => ({ status: 200, body: { server_group: describe(found(id)) } }),
    ],
    [
      'POST',
      `${root}/os-server-groups`,
      ({ body }) => {
        const wanted = objectIn(body, 'server_group')
        const name = textIn(wanted, 'name')
        const policies = itemsIn(wanted, 'policies')
        if (policies.length !== 1 || policies[0] !== 'anti-affinity') refuse(400, 'Only anti-affinity can be given')
        const group = { id: newId().replaceAll('-', ''), name, members: new Set<string>() }
        serverGroups.set(group.id, group)
        return { status: 201, body: { server_group: describe(group) } }
      },
    ],
    [
      'DELETE',
      `${root}/os-server-groups/{}`,
      ({ params: [id] }) => {
        serverGroups.delete(found(id).id)
        return { status: 202 }
      },
    ],
  ]
}
