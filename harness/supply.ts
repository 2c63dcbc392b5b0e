import type { Answer } from './answer.ts'
import type { Compute } from './compute.ts'
import { type Change, serverDraft } from './drafts.ts'
import { Inconclusive } from './outcome.ts'
import type { PooledServer, RestState, ServerKind, Supplier } from './pool.ts'
import { gone, rests, watchServer } from './waiter.ts'

/** What is done to servers so that tests have them: made, brought to rest, looked over, removed. */

/** Why something cannot be had, with the answer that says so. */
export const sentence = (what: string, answer: Answer): string => {
  const said = answer.text.length <= 300 ? answer.text : `${answer.text.slice(0, 300)}…`
  return `${what}: ${answer.exchange.method} ${new URL(answer.exchange.url).pathname} answered ${answer.status}${said === '' ? '' : ` ${said}`}.`
}

/** Creates a server and waits until it is ACTIVE. */
export async function create(compute: Compute, what: string, change: Change, kind: ServerKind): Promise<PooledServer> {
  const { session } = compute
  const body = serverDraft(session, what, change, kind)
  const answer = await compute.call('createServer', { body })
  const id = answer.string('body/server/id')
  if (!answer.succeeded || id === undefined) throw new Inconclusive(sentence('There is no server to test with', answer))
  const arrival = await watchServer(compute, id, {
    after: 'create',
    until: rests('ACTIVE'),
    wanted: 'ACTIVE',
    within: session.settings.budgets.create,
  })
  if (arrival.fault) {
    await remove(compute, id)
    throw new Inconclusive(`There is no server to test with: ${arrival.fault.message} ${arrival.fault.actual}`)
  }
  // By the name it shows: that it is the one it was given is judged by itself.
  const name = arrival.answer.string('body/server/name') ?? String(body.server['name'])
  return { id, name, kind, state: 'ACTIVE', isOriginal: true }
}

/** Deletes a server and waits until it is gone. Says whether it is. */
export async function remove(compute: Compute, id: string): Promise<boolean> {
  const clearing = compute.during('cleanup')
  const answer = await clearing.call('deleteServer', { path: { serverId: id } })
  if (!answer.succeeded && answer.status !== 404) return false
  const { budgets } = compute.session.settings
  const arrival = await watchServer(clearing, id, {
    after: 'delete',
    until: gone,
    wanted: 'gone',
    within: budgets.delete,
  })
  return arrival.outcome === 'reached'
}

export const supplier = (compute: Compute): Supplier => ({
  create: (kind) => create(compute.during('given'), kind, {}, kind),
  remove: async (server) => {
    await remove(compute, server.id)
  },
})

/** Starts or stops a server, and waits until it is at rest. */
export async function bring(compute: Compute, server: PooledServer, state: RestState): Promise<void> {
  const action = state === 'ACTIVE' ? 'os-start' : 'os-stop'
  const answer = await compute.call('actOnServer', { path: { serverId: server.id }, body: { [action]: null } })
  if (!answer.succeeded) throw new Inconclusive(sentence(`The server could not be brought to ${state}`, answer))
  const { budgets } = compute.session.settings
  const arrival = await watchServer(compute, server.id, {
    after: action,
    until: rests(state),
    wanted: state,
    within: state === 'ACTIVE' ? budgets.start : budgets.stop,
  })
  if (arrival.fault)
    throw new Inconclusive(
      `The server could not be brought to ${state}: ${arrival.fault.message} ${arrival.fault.actual}`,
    )
  server.state = state
}

/** Whether a server that a test could change can be lent again; it may be on its way to rest still. */
export async function isFit(compute: Compute, server: PooledServer): Promise<boolean> {
  const { settings } = compute.session
  const wanted = server.kind === 'local' ? settings.resources.localFlavor : settings.resources.flavor
  const atRest = (answer: Answer) => rests('ACTIVE')(answer) || rests('SHUTOFF')(answer)
  const looking = compute.during('cleanup')
  const arrival = await watchServer(looking, server.id, {
    after: 'the test',
    until: (answer) => atRest(answer) || gone(answer),
    wanted: 'at rest',
    within: settings.budgets.stop,
  })
  if (arrival.fault || gone(arrival.answer)) return false
  server.state = rests('SHUTOFF')(arrival.answer) ? 'SHUTOFF' : 'ACTIVE'
  server.name = arrival.answer.string('body/server/name') ?? server.name
  server.isOriginal = arrival.answer.at('body/server/flavor/id') === wanted
  return true
}
