import { canonicalStatus, type StatusObservation } from '../waiting/server-status.ts'

/**
 * The statuses that a server may go through after a request, in order. From the document's table of server states, with
 * the names that the service uses. Polling may miss any of them; none may come out of order, and no other may appear.
 */
const allowedTransitions: Readonly<Record<string, readonly string[]>> = {
  create: ['BUILD', 'ACTIVE'],
  'os-stop from ACTIVE': ['ACTIVE', 'SHUTOFF'],
  'os-start from SHUTOFF': ['SHUTOFF', 'ACTIVE'],
  'soft reboot from ACTIVE': ['ACTIVE', 'REBOOT', 'ACTIVE'],
  'hard reboot from ACTIVE': ['ACTIVE', 'HARD_REBOOT', 'ACTIVE'],
  'hard reboot from SHUTOFF': ['SHUTOFF', 'HARD_REBOOT', 'ACTIVE'],
  'resize from ACTIVE': ['ACTIVE', 'RESIZE', 'VERIFY_RESIZE', 'ACTIVE'],
  'resize from SHUTOFF': ['SHUTOFF', 'RESIZE', 'VERIFY_RESIZE', 'SHUTOFF'],
  'createImage from ACTIVE': ['ACTIVE'],
  'createImage from SHUTOFF': ['SHUTOFF'],
  'delete from ACTIVE': ['ACTIVE', 'DELETED', '404'],
  'delete from SHUTOFF': ['SHUTOFF', 'DELETED', '404'],
}

/** The statuses of a history in the service's spelling, without consecutive duplicates. */
export function statusesOf(statusHistory: readonly StatusObservation[]): string[] {
  const statuses = statusHistory.map(({ status }) => canonicalStatus(status))
  return statuses.filter((status, index) => status !== statuses[index - 1])
}

/** The statuses that a transition such as `os-stop from ACTIVE` may go through; none for an unknown transition. */
export const allowedStatuses = (transition: string): readonly string[] => allowedTransitions[transition] ?? []

/** The first status of a history that the transition does not allow at that point; undefined when all are allowed. */
export function firstIllegalStatus(
  transition: string,
  statusHistory: readonly StatusObservation[],
): string | undefined {
  const allowed = allowedStatuses(transition)
  let position = 0
  for (const status of statusesOf(statusHistory)) {
    const next = allowed.indexOf(status, position)
    if (next < 0) return status
    position = next
  }
  return undefined
}
