import { resolvePointer } from '#contract'
import { firstRepeated } from './first-repeated.ts'
import { isOwnLink } from './link-check.ts'
import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { fixedAddresses, idInReference, powerActions } from './server-values.ts'

/** Statuses that a server has only after an action. */
const requestedStatuses = new Set(['REBOOT', 'HARD_REBOOT', 'PAUSED', 'RESCUE', 'REBUILD'])

/** Finds a status that needs an action, although no action that may change the status was ever sent. The server was at rest before. */
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

/** The resources that a server refers to, with their name in a create request and the action that changes them. */
const embeddedResources = [
  { at: 'flavor', requested: 'flavorRef', changedBy: 'actOnServer resize' },
  { at: 'image', requested: 'imageRef', changedBy: undefined },
] as const

/**
 * Finds a link of the flavor or image in a server that points to another one. `request`: the description in the create request, which
 * confirms the id; links are not compared with an unconfirmed id.
 */
export function findWrongEmbeddedLink(
  server: unknown,
  pointer: string,
  request: unknown,
  wasRequested: (kind: string) => boolean,
): Contradiction | undefined {
  for (const { at, requested, changedBy } of embeddedResources) {
    const id = textAt(server, `${at}/id`)
    const links = resolvePointer(server, `item/${at}/links`)
    const isConfirmed =
      id !== undefined &&
      (idInReference(request, requested) === id || (changedBy !== undefined && wasRequested(changedBy)))
    const wrong = isConfirmed && Array.isArray(links) ? links.find((link: unknown) => !isOwnLink(link, id)) : undefined
    if (wrong === undefined) continue
    return {
      requirement: 'conventions.links',
      message: 'A link points to another resource than the one it belongs to.',
      at: `${pointer}/${at}/links`,
      expected: `…/${id}`,
      actual: String(textAt(wrong, 'href')),
    }
  }
  return undefined
}

/** Finds an address that a server shows twice in one network. */
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
 * Finds a MAC address that two ports of a server share: it appears in two networks, although a port belongs to one; or the server has
 * fewer MAC addresses than the create request has ports. A port may have an IPv4 and an IPv6 address, so only IPv4 addresses count.
 */
export function findSharedMac(server: unknown, pointer: string, request: unknown): Contradiction | undefined {
  const known = fixedAddresses(server).flatMap(({ network, ip, mac }) =>
    mac === undefined ? [] : [{ network, ip, mac: mac.toLowerCase() }],
  )
  const inTwoNetworks = known.find((one) =>
    known.some(({ network, mac }) => mac === one.mac && network !== one.network),
  )
  const requested = resolvePointer(request, 'item/networks')
  const ports = Array.isArray(requested) ? requested.length : 1
  const ipv4 = known.filter(({ ip }) => ip.includes('.'))
  const macs = new Set(ipv4.map(({ mac }) => mac))
  const shared = inTwoNetworks?.mac ?? (ipv4.length >= ports && macs.size < ports ? [...macs].join(', ') : undefined)
  if (shared === undefined) return undefined
  return {
    requirement: 'servers.addresses.mac',
    message: 'Two ports of a server have the same MAC address.',
    at: `${pointer}/addresses`,
    expected: 'a different MAC address for each port',
    actual: shared,
  }
}
