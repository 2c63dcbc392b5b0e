/**
 * Links: a client that follows one comes to the resource it was found in.
 */
import { arranged, describe, test, verifies } from '#harness'
import { linkFault, linksLead, serverLinkFault } from '../links.ts'
import { minimalServer } from '../minimal-server.ts'
import { boundTo, detailedList, plainList, reader, servers } from '../server-lists.ts'

describe('Links', () => {
  test('lead to the flavors they are found in', verifies('conventions.links'), async ({ compute, target, should }) => {
    const answer = await compute.call('listFlavors')

    const ofFlavor = (flavor: unknown, tenant: string, at: string) => linkFault(flavor, tenant, 'flavors', at)
    should('conventions.links').see(answer, linksLead('body/flavors', target.tenant, ofFlavor))
  })

  test(
    'lead to the servers they are found in, and to their images and flavors',
    verifies('conventions.links'),
    async ({ given, has, compute, target, should }) => {
      const links = should('conventions.links')
      if (!has('server')) {
        links.fulfilled()
        return
      }
      const server = await given.server()
      for (const list of [plainList, detailedList]) {
        const read = reader(compute, list)
        const answer = await read(await boundTo(read, [server]))
        links.see(answer, linksLead(servers, target.tenant, serverLinkFault))
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      links.see(shown, linksLead('body/server', target.tenant, serverLinkFault))
    },
  )

  test(
    'lead from the answer to a creation to the new server',
    verifies('conventions.links'),
    async ({ given, has, compute, draft, target, should }) => {
      const links = should('conventions.links')
      if (!has('server')) {
        links.fulfilled()
        return
      }
      const { created, life } = await minimalServer({ given, compute, draft })

      arranged(life?.sight.shown.succeeded || undefined, 'There is no server for the links to lead to.')
      links.see(created, linksLead('body/server', target.tenant, serverLinkFault))
    },
  )
})
