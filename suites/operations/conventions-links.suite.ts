/**
 * Links: they lead to the resource that they belong to.
 */
import { assume, assumeSuccess, describe, test, verifies } from '#harness'
import { minimalServer } from '../scenarios/minimal-server.ts'
import { flavorLinkMismatch, hasLinks, linksMatch, serverLinkMismatch } from '../support/links.ts'
import { bothLists, listReader, narrowToServers, serversPointer } from '../support/servers/server-list.ts'

const noServer = 'No server can be created.'

describe('Links', () => {
  test(
    'of a listed flavor lead to the flavor',
    verifies('conventions.links'),
    async ({ compute, target, verify, skip }) => {
      const response = await compute.call('listFlavors')
      if (response.array('body/flavors').length === 0) skip('No flavor is listed.')

      assume(hasLinks('body/flavors', response), 'The flavors have no links.', 'flavors.links')
      const flavorLinks = linksMatch('body/flavors', target, flavorLinkMismatch)
      verify.soft('conventions.links').matches(response, flavorLinks)
    },
  )

  test(
    'of a server lead to the server, its image and its flavor',
    verifies('conventions.links'),
    async ({ given, has, compute, target, verify, skip }) => {
      const links = verify.soft('conventions.links')
      if (!has('server')) skip(noServer)
      const server = await given.server({ anyStatus: true })
      for (const list of bothLists) {
        const read = listReader(compute, list)
        const response = await read(await narrowToServers(read, [server]))
        links.matches(response, linksMatch(serversPointer, target, serverLinkMismatch))
      }
      const shown = await compute.call('showServer', { path: { serverId: server.id } })
      links.matches(shown, linksMatch('body/server', target, serverLinkMismatch))
      assume(hasLinks('body/server', shown), 'The server has no links.', 'servers.links')
    },
  )

  test(
    'in the response to createServer lead to the new server',
    verifies('conventions.links'),
    async ({ given, has, compute, build, target, verify, skip }) => {
      const links = verify.soft('conventions.links')
      if (!has('server')) skip(noServer)
      const { created, lifecycle } = await minimalServer({ given, compute, build })

      assumeSuccess(created, 'The server of the scenario could not be created.', 'servers.create.answers')
      const isShown = lifecycle?.observation.shown.isSuccess === true
      assume(isShown, 'The server of the scenario cannot be shown.', 'servers.show.answers')
      const isNamed = !created.traits.misnamesServers
      assume(isNamed, 'The response to createServer names another server.', 'servers.create.answers')
      links.matches(created, linksMatch('body/server', target, serverLinkMismatch))
      assume(hasLinks('body/server', created), 'The server has no links.', 'servers.create.links')
    },
  )
})
