/** Sets values that a server was not created with, and that an action could reset. The oracle reports lost values. */
import type { ApiResponse, ComputeClient } from '#harness'
import { orNone } from '../or-none.ts'
import {
  isWithoutPair,
  type PairPath,
  pairsAt,
  removePair,
  setPair,
  shownPairs,
  showWithPairs,
} from '../server-metadata.ts'
import { showRenamed } from './server-state.ts'

const accessIPv4 = '192.0.2.50'

interface NamedServer {
  readonly id: string
  readonly name: string
}

/** Sets a pair of metadata, if the edition of the document has operations for metadata. */
export async function setLaterPair(compute: ComputeClient, serverId: string, key: string): Promise<void> {
  if (compute.run.settings.edition === '2020-03') return
  await orNone(setPair(compute, { serverId, key }, 'kept'))
}

/** Shows a server until it lacks a pair that was deleted. Records a violation if it still shows the pair after the propagation timeout. */
async function recordIfKept(compute: ComputeClient, pair: PairPath, message: string): Promise<void> {
  const isGone = (shown: ApiResponse) => shown.isSuccess && isWithoutPair(pair.key)(shown) === undefined
  const show = () => showWithPairs(compute, pair)
  const { value: shown } = await compute.poll(show, isGone, 'propagation', 'metadata.delete.removes')
  const mismatch = shown.isSuccess ? isWithoutPair(pair.key)(shown) : undefined
  if (mismatch) compute.recordViolation('metadata.delete.removes', shown, { ...mismatch, message })
}

/**
 * Sets and deletes a pair of metadata, and deletes the pair `label` of the create request if it has the value `created`, if the edition
 * of the document has operations for metadata. Returns a function that records a violation if the server shows the first pair again; it
 * does nothing if the server never stopped showing it.
 */
export async function deletePair(
  compute: ComputeClient,
  serverId: string,
  created: string,
): Promise<() => Promise<void>> {
  const pair = { serverId, key: 'conformance-deleted' }
  const label = { serverId, key: 'label' }
  await setLaterPair(compute, serverId, pair.key)
  const show = () => showWithPairs(compute, pair)
  const pairs = compute.run.settings.edition === '2020-03' ? {} : pairsAt(await show(), shownPairs)
  const deleted = pair.key in pairs ? await orNone(removePair(compute, pair)) : undefined
  const isGone = (shown: ApiResponse) => shown.isSuccess && isWithoutPair(pair.key)(shown) === undefined
  const isDeleted =
    deleted?.isSuccess && (await compute.poll(show, isGone, 'propagation', 'metadata.delete.removes')).isDone
  const ofCreation = pairs[label.key] === created ? await orNone(removePair(compute, label)) : undefined
  if (ofCreation?.isSuccess) await recordIfKept(compute, label, 'A deleted pair of the create request is still shown.')
  return async () => {
    const message = 'A deleted pair, which the server no longer showed, exists again.'
    if (isDeleted) await recordIfKept(compute, pair, message)
  }
}

/**
 * Gives a server a new name, and a pair of metadata or accessIPv4, depending on the edition of the document. Returns the name that the
 * server then shows.
 */
export async function setLaterValues(compute: ComputeClient, server: NamedServer, name: string): Promise<string> {
  const path = { serverId: server.id }
  const show = () => compute.call('showServer', { path })
  // Both are in one request, so that the oracle compares both afterwards.
  const isAddressed = compute.run.settings.edition === '2020-03'
  const both = isAddressed
    ? await orNone(compute.call('updateServer', { path, body: { server: { name, accessIPv4 } } }))
    : undefined
  await setLaterPair(compute, server.id, 'conformance-later')
  const hasName = (shown: ApiResponse) => shown.at('body/server/name') === name
  const renamed = both?.isSuccess
    ? compute.poll(show, hasName, 'propagation', 'servers.update.renames').then(({ value }) => value)
    : showRenamed(compute, server.id, name)
  const shown = await orNone(renamed)
  return shown && hasName(shown) ? name : server.name
}

/**
 * Gives a server a new name. Returns a function that records a violation if the server no longer shows it, still after the propagation
 * timeout; it does nothing if the server never showed the name.
 */
export async function rename(compute: ComputeClient, serverId: string, name: string): Promise<() => Promise<void>> {
  const hasName = (shown: ApiResponse) => shown.at('body/server/name') === name
  const renamed = await orNone(showRenamed(compute, serverId, name))
  return async () => {
    if (!renamed || !hasName(renamed)) return
    const show = () => compute.call('showServer', { path: { serverId } })
    const { value: shown, isDone } = await compute.poll(show, hasName, 'propagation', 'servers.update.renames')
    if (isDone || shown.string('body/server/name') === undefined) return
    compute.recordViolation('servers.update.renames', shown, {
      message: 'A server no longer has the new name that it showed.',
      at: 'body/server/name',
      expected: name,
      actual: String(shown.at('body/server/name')),
    })
  }
}
