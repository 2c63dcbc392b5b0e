/**
 * shelve and unshelve: a server gives up its host and gets another one.
 */
import { assume, describe, inStatus, probes, test, verifies, withoutTask } from '#harness'

const offloaded = 'SHELVED_OFFLOADED'

describe('Shelving', () => {
  test(
    'goes from ACTIVE to SHELVED_OFFLOADED and back to ACTIVE',
    verifies('servers.shelve.becomes-offloaded', 'servers.shelve.only-active', 'servers.unshelve.becomes-active'),
    async ({ given, compute, step, verify }) => {
      const server = await given.server({ exclusive: true })
      const path = { serverId: server.id }
      const shelve = { shelve: null }

      await step('shelve the server', async () => {
        const becomesOffloaded = verify('servers.shelve.becomes-offloaded')
        becomesOffloaded.isSuccess(await compute.call('actOnServer', { path, body: shelve }))
        // A root disk on the host is saved as an image first.
        const conditions = [inStatus(offloaded), withoutTask]
        await becomesOffloaded.waitFor(server.id, { after: 'shelve', name: 'snapshot', conditions })
        verify.complete('servers.shelve.becomes-offloaded')
      })

      await step('shelve it again', async () => {
        const again = await compute.call('actOnServer', { path, body: shelve, mayBeRejected: true })
        verify.soft('servers.shelve.only-active').isRejected(again)
        verify.complete('servers.shelve.only-active')
        if (!again.isSuccess) return
        const conditions = [inStatus(offloaded), withoutTask]
        const { outcome } = await compute.waitForServer(server.id, { after: 'shelve', name: 'snapshot', conditions })
        assume(outcome === 'reached', 'The server is not at rest.', 'servers.shelve.only-active')
      })

      await step('unshelve it', async () => {
        const becomesActive = verify('servers.unshelve.becomes-active')
        becomesActive.isSuccess(await compute.call('actOnServer', { path, body: { unshelve: null } }))
        await becomesActive.reachesStatus(server.id, 'ACTIVE', 'unshelve', 'create')
      })
    },
  )

  test(
    'rejects to resize a server without a host',
    verifies('servers.resize.only-active-or-shutoff'),
    async ({ given, compute, verify, resources }) => {
      const server = await given.server({ exclusive: true, originalFlavor: true })
      const path = { serverId: server.id }
      const shelved = await compute.call('actOnServer', { path, body: { shelve: null } })
      assume(shelved.isSuccess, 'The server cannot be shelved.', 'servers.shelve.becomes-offloaded')
      const isOffloaded = [inStatus(offloaded), withoutTask]
      const wait = await compute.waitForServer(server.id, {
        after: 'shelve',
        name: 'snapshot',
        conditions: isOffloaded,
      })
      assume(wait.outcome === 'reached', 'The server cannot be shelved.', 'servers.shelve.becomes-offloaded')

      const body = { resize: { flavorRef: resources.resizeFlavor } }
      verify
        .soft('servers.resize.only-active-or-shutoff')
        .isRejected(await compute.call('actOnServer', { path, body, mayBeRejected: true }))
      verify.complete('servers.resize.only-active-or-shutoff')
      await compute.call('actOnServer', { path, body: { unshelve: null } })
      const isActive = [inStatus('ACTIVE'), withoutTask]
      await compute.waitForServer(server.id, { after: 'unshelve', name: 'create', conditions: isActive })
    },
  )

  test(
    'rejects to unshelve a server that is ACTIVE or SHUTOFF',
    probes('servers.unshelve.only-offloaded'),
    async ({ given, compute, verify }) => {
      const server = await given.server({ exclusive: true, state: 'SHUTOFF' })
      const path = { serverId: server.id }
      const unshelve = () => compute.call('actOnServer', { path, body: { unshelve: null }, mayBeRejected: true })

      const stopped = await unshelve()
      verify('servers.unshelve.only-offloaded').isRejected(stopped)
      const started = await compute.call('actOnServer', { path, body: { 'os-start': null } })
      assume(started.isSuccess, 'The server cannot be started.', 'servers.start.becomes-active')
      const conditions = [inStatus('ACTIVE'), withoutTask]
      const { outcome } = await compute.waitForServer(server.id, { after: 'os-start', name: 'start', conditions })
      assume(outcome === 'reached', 'The server cannot be started.', 'servers.start.becomes-active')
      verify('servers.unshelve.only-offloaded').isRejected(await unshelve())
    },
  )
})
