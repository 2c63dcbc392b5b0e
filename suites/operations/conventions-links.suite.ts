/**
 * Links: a client that follows one comes to the resource it was found in.
 */
import { assume, describe, test, verifies } from '#harness'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { linkMismatch, linksLead, serverLinkMismatch } from '../support/links.ts'
import { detailedList, narrowQuery, plainList, reader, servers } from '../support/server-list.ts'

describe('Links', () => {
  test('lead to the flavors they are found in', verifies('conventions.links'), async ({ compute, target, verify }) => {
    const response = await compute.call('listFlavors')

    const ofFlavor = (flavor: unknown, tenant: string, at: string) => linkMismatch(flavor, tenant, 'flavors', at)
    verify.soft('conventions.links').matches(response, linksLead('body/flavors', target.tenant, ofFlavor))
  })

  test(
    'lead to the servers they are found in, and to their images and flavors',
    verifies('conventions.links'),
    async ({ given, has, compute, target, verify }) => {
      const links = verify.soft('conventions.links')
      if (!has('server')) {
        links.pass()
        return
      }
      const server = await given.server()
      for (const list of [plainList, detailedList]) {
        const read = reader(compute, list)
        const response = await read(await narrowQuery(read, [server]))
        links.matches(response, linksLead(servers, target.tenant, serverLinkMismatch))
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      links.matches(shown, linksLead('body/server', target.tenant, serverLinkMismatch))
    },
  )

  test(
    'lead from the answer to a creation to the new server',
    verifies('conventions.links'),
    async ({ given, has, compute, build, target, verify }) => {
      const links = verify.soft('conventions.links')
      if (!has('server')) {
        links.pass()
        return
      }
      const { created, life } = await minimalServer({ given, compute, build })

      assume(life?.sight.shown.isSuccess, 'There is no server for the links to lead to.')
      links.matches(created, linksLead('body/server', target.tenant, serverLinkMismatch))
    },
  )
})
