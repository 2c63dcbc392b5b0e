/**
 * Targets that leave out a value, an operation, or a resource: each requirement that this leaves undecided names what prevents it, and
 * what does not need it is judged.
 */
import { expect, onTestFinished, test } from 'vitest'
import type { Exchange } from '#model'
import { runSuites } from '../fixtures/run-suites.ts'
import type { TamperingProxy } from '../fixtures/tampering-proxy.ts'
import { editing, type ProxyRule, respond, respondingTo, withoutProperties } from './proxy-rules.ts'
import { startTarget } from './start-target.ts'

async function start(...rules: readonly ProxyRule[]): Promise<TamperingProxy> {
  const proxy = await startTarget({ name: 'a target that leaves things out', rules: () => rules })
  onTestFinished(() => proxy.close())
  return proxy
}

const nameOnly = editing('POST', '/os-keypairs', withoutProperties('public_key', 'fingerprint', 'user_id'))
const listedNames = editing('GET', '/os-keypairs', withoutProperties('public_key', 'fingerprint'))
const hiddenValues = ['OS-EXT-STS:vm_state', 'OS-SRV-USG:launched_at', 'flavor']
const showsServers = /^\/servers\/(detail|[^/]+)$/

test('each missing value leaves undecided what is about it', async () => {
  const proxy = await start(
    nameOnly,
    listedNames,
    respondingTo('GET', /^\/os-keypairs\/./, () => respond(405)),
    respondingTo('GET', '/os-availability-zone', () => respond(404)),
    editing('GET', showsServers, withoutProperties(...hiddenValues)),
    editing('GET', /^\/(flavors|servers)/, withoutProperties('links')),
    editing('POST', '/servers', withoutProperties('links')),
    respondingTo('PUT', showsServers, () => respond(405)),
    respondingTo('GET', /\/os-volume_attachments$/, () => respond(404)),
  )
  const unseen = ['servers.launched-at.set', 'conventions.links', 'servers.update.name-length']
  const only = ['servers.create.name-shown', 'servers.create.flavor-used', 'servers.create.zone*', 'zones.*']
  const states = ['servers.task-state.idle', 'servers.vm-state.agrees', 'servers.power-state.agrees']
  const keys = ['keypairs.create.imports', 'keypairs.create.private-key']
  const run = await runSuites(proxy.config, {
    only: [...only, ...states, ...keys, ...unseen, 'servers.create.destination-local'],
    profile: 'nova',
    timeoutScale: 0.05,
  })

  for (const id of ['servers.create.name-shown', 'servers.task-state.idle', 'servers.power-state.agrees'])
    expect(run.requirement(id).outcome, id).toBe('pass')
  const causes = Object.fromEntries(run.resultsWith('inconclusive').map(({ id, blockedBy }) => [id, blockedBy]))
  expect(causes).toEqual({
    'servers.create.flavor-used': 'servers.flavor.id',
    'servers.vm-state.agrees': 'servers.vm-state',
    'servers.launched-at.set': 'servers.launched-at',
    'servers.update.name-length': 'servers.update.renames',
    'servers.create.destination-local': 'attachments.list.answers',
    'conventions.links': 'servers.create.links',
    'keypairs.create.imports': 'keypairs.show.by-name',
    'keypairs.create.private-key': 'keypairs.public-key',
    'servers.create.zone': 'zones.list.answers',
    'servers.create.zone-chosen': 'zones.list.answers',
    'zones.name-unique': 'zones.list.answers',
    'zones.usable-on-create': 'zones.list.answers',
  })
})

test('operations that the edition does not have are not requested', async () => {
  const proxy = await start()
  const only = ['servers.start.only-shutoff', 'servers.reboot.soft-only-active', 'servers.show.equals-detail']
  const run = await runSuites(proxy.config, { only, edition: '2020-03' })

  for (const id of only) expect(run.requirement(id).outcome, id).toBe('pass')
  const isLater = ({ url, requestBody = '' }: Exchange) =>
    /\/metadata|os-server-groups/.test(url) || /shelve/.test(requestBody)
  expect(run.report.exchanges.filter(isLater)).toEqual([])
})

test('a target that ignores unknown keys is not accused of expecting one of them', async () => {
  const proxy = await start({
    rewrite: (request) => ({ ...request, body: request.body.replace(/"personality":\[[^\]]*\]/, '"unknown":[]') }),
  })
  const run = await runSuites(proxy.config, { only: ['servers.create.personality'], profile: 'nova' })
  expect(run.requirement('servers.create.personality')).toMatchObject({ outcome: 'pass', variant: 'contents' })
})

test('without a second tenant, the keypairs of one tenant are judged', async () => {
  const proxy = await start()
  const run = await runSuites({ ...proxy.config, other: undefined }, { only: ['keypairs.unknown-refused'] })
  expect(run.requirement('keypairs.unknown-refused').outcome).toBe('pass')
})
