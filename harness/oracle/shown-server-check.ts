import type { Contradiction } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { fixedAddresses, powerActions } from './server-values.ts'

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
