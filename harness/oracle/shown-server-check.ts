import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { fixedAddresses } from './server-values.ts'

/** Statuses that a server has only on request, with the actions that may lead to them, whatever comes of them. */
const requestedStatuses: Readonly<Record<string, readonly string[]>> = {
  REBOOT: ['reboot'],
  HARD_REBOOT: ['reboot', 'os-start'],
  PAUSED: ['pause', 'suspend', 'resume', 'createImage'],
  RESCUE: ['rescue', 'unrescue'],
  REBUILD: ['rebuild'],
}

/** An operator may do anything to a server whose status was reset. */
const always = ['os-resetState']

/** A status that nobody has asked for. `wasRequested`: whether an action was ever sent for the server. */
export function findUnrequestedStatus(
  server: unknown,
  pointer: string,
  wasRequested: (kind: string) => boolean,
): Contradiction | undefined {
  const status = textAt(server, 'status') ?? ''
  const actions = requestedStatuses[status]
  if (actions === undefined || [...actions, ...always].some((action) => wasRequested(`actOnServer ${action}`)))
    return undefined
  return {
    requirement: 'servers.state.legal-transitions',
    message: `A server is ${status} although no request may have led there.`,
    at: `${pointer}/status`,
    expected: 'a status that follows from the requests',
    actual: status,
  }
}

/** An address that a server shows twice in one network. */
export function findRepeatedAddress(server: unknown, pointer: string): Contradiction | undefined {
  const addresses = fixedAddresses(server).map(({ network, ip }) => `${network} ${ip}`)
  const repeated = addresses.find((address, index) => addresses.indexOf(address) < index)
  if (repeated === undefined) return undefined
  return {
    requirement: 'servers.addresses.per-port',
    message: 'A server shows an address twice.',
    at: `${pointer}/addresses`,
    expected: 'each address once',
    actual: repeated,
  }
}
