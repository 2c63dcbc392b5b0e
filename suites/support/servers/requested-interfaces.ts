/** The interfaces that a create request asked for, compared with the addresses that its server shows. */
import { isIPv4 } from 'node:net'
import { type ApiResponse, type ComputeClient, isObject, resolvePointer } from '#harness'
import { orNone } from '../or-none.ts'

const pointer = 'body/server/addresses'

/** The interfaces of a request. */
interface RequestedInterfaces {
  /** The number of entries under `networks`. */
  readonly count: number
  /** The addresses of the ports among the entries. */
  readonly portAddresses?: readonly string[]
}

/** Returns the addresses that a server shows, of any type; undefined where it shows none, or in a form that other requirements cover. */
function shownAddresses(shown: ApiResponse): ReadonlySet<string> | undefined {
  const byNetwork = shown.at(pointer)
  const lists: readonly unknown[] = isObject(byNetwork) ? Object.values(byNetwork) : []
  if (lists.length === 0 || !lists.every((list) => Array.isArray(list) && list.length > 0)) return undefined
  const addresses = lists.flat().map((entry: unknown) => resolvePointer(entry, 'entry/addr'))
  const texts = addresses.filter((address): address is string => typeof address === 'string' && isIPv4(address))
  return texts.length < addresses.length ? undefined : new Set(texts)
}

/**
 * Records a violation if an ACTIVE server shows fewer addresses than its request had networks, or not the address of each of its ports,
 * still after the propagation timeout. `first`: a response that shows the server.
 */
export async function compareInterfaces(
  compute: ComputeClient,
  serverId: string,
  first: ApiResponse,
  { count, portAddresses = [] }: RequestedInterfaces,
): Promise<void> {
  const missingIn = (shown: ApiResponse) => portAddresses.filter((address) => !shownAddresses(shown)?.has(address))
  const isComplete = (shown: ApiResponse) =>
    (shownAddresses(shown)?.size ?? 0) >= count && missingIn(shown).length === 0
  if (shownAddresses(first) === undefined || isComplete(first)) return
  const show = () => compute.call('showServer', { path: { serverId } })
  const polled = await orNone(compute.poll(show, isComplete, 'propagation', 'the addresses of a server'))
  const addresses = polled && !polled.isDone ? shownAddresses(polled.value) : undefined
  if (polled === undefined || addresses === undefined) return
  const isFewer = addresses.size < count
  compute.recordViolation(isFewer ? 'servers.create.nic-per-network' : 'servers.create.network-port', polled.value, {
    message: isFewer
      ? 'A server has fewer addresses than its create request had networks.'
      : 'A server created with several ports does not have the address of each.',
    at: pointer,
    expected: isFewer ? `${count} addresses` : missingIn(polled.value).join(', '),
    actual: [...addresses].join(', '),
  })
}
