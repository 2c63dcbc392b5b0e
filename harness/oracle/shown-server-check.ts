import { resolvePointer } from '#contract'
import { firstRepeated } from './first-repeated.ts'
import { isOwnLink } from './link-check.ts'
import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { fixedAddresses, idIn, powerActions } from './server-values.ts'

/** Statuses that a server has only on request. */
const requestedStatuses = new Set(['REBOOT', 'HARD_REBOOT', 'PAUSED', 'RESCUE', 'REBUILD'])

/** A status that nobody has asked for: no action that leads to another status was ever sent for the server, which was ACTIVE before. */
export function findUnrequestedStatus(
  server: unknown,
  pointer: string,
  wasRequested: (kind: string) => boolean,
): Contradiction | undefined {
  const status = textAt(server, 'status') ?? ''
  if (!requestedStatuses.has(status) || powerActions.some((action) => wasRequested(`actOnServer ${action}`)))
    return undefined
  return {
    requirement: 'servers.state.legal-transitions',
    message: `A server is ${status} although no request can have led to that status.`,
    at: `${pointer}/status`,
    expected: 'a status that follows from the requests',
    actual: status,
  }
}

/** Resources within a server, with what a create request calls them and an action that shows them another one. */
const inner = [
  { at: 'flavor', requested: 'flavorRef', changedBy: 'actOnServer resize' },
  { at: 'image', requested: 'imageRef', changedBy: undefined },
] as const

/**
 * A link of the flavor or image of a server that leads to another one. `request`: the description in its create request. An id that
 * may be wrong says nothing about the links.
 */
export function findForeignInnerLink(
  server: unknown,
  pointer: string,
  request: unknown,
  wasRequested: (kind: string) => boolean,
): Contradiction | undefined {
  for (const { at, requested, changedBy } of inner) {
    const id = textAt(server, `${at}/id`)
    const links = resolvePointer(server, `item/${at}/links`)
    const isTrusted =
      id !== undefined && (idIn(request, requested) === id || (changedBy !== undefined && wasRequested(changedBy)))
    const wrong = isTrusted && Array.isArray(links) ? links.find((link: unknown) => !isOwnLink(link, id)) : undefined
    if (wrong === undefined) continue
    return {
      requirement: 'conventions.links',
      message: 'A link leads to another resource than the one it belongs to.',
      at: `${pointer}/${at}/links`,
      expected: `…/${id}`,
      actual: String(textAt(wrong, 'href')),
    }
  }
  return undefined
}

/** An address that a server shows twice in one network. */
export function findRepeatedAddress(server: unknown, pointer: string): Contradiction | undefined {
  const addresses = fixedAddresses(server).map(({ network, ip }) => `${network} ${ip}`)
  const repeated = firstRepeated(addresses)?.value
  if (repeated === undefined) return undefined
  return {
    requirement: 'servers.addresses.per-port',
    message: 'A server shows an address twice.',
    at: `${pointer}/addresses`,
    expected: 'each address once',
    actual: repeated,
  }
}

/**
 * A MAC address that ports of a server share: it is shown in two networks, though a port belongs to one, or the addresses have fewer
 * MAC addresses than the request asked for ports. A port may have addresses of several versions, so that IPv4 alone counts there.
 */
export function findSharedMac(server: unknown, pointer: string, request: unknown): Contradiction | undefined {
  const known = fixedAddresses(server).flatMap(({ network, ip, mac }) =>
    mac === undefined ? [] : [{ network, ip, mac: mac.toLowerCase() }],
  )
  const elsewhere = known.find((one) => known.some(({ network, mac }) => mac === one.mac && network !== one.network))
  const requested = resolvePointer(request, 'item/networks')
  const ports = Array.isArray(requested) ? requested.length : 1
  const ipv4 = known.filter(({ ip }) => ip.includes('.'))
  const macs = new Set(ipv4.map(({ mac }) => mac))
  const shared = elsewhere?.mac ?? (ipv4.length >= ports && macs.size < ports ? [...macs].join(', ') : undefined)
  if (shared === undefined) return undefined
  return {
    requirement: 'servers.addresses.mac',
    message: 'Two ports of a server have the same MAC address.',
    at: `${pointer}/addresses`,
    expected: 'a MAC address of its own for each port',
    actual: shared,
  }
}
