import type { StatusObservation } from './polling.ts'

/**
 * The statuses a server may pass through, in order, after something was asked of it. Any of them may go unseen between
 * two polls; none may come out of order, and no other may be seen. From the document's table of states, with the names
 * the service really uses; the draft's spellings are taken as the same.
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

export type TransitionName = keyof typeof allowedTransitions

/** Spellings of the draft document for what the service calls otherwise. */
const statusAliases: Readonly<Record<string, string>> = {
  BUILDING: 'BUILD',
  STOPPED: 'SHUTOFF',
  RESIZED: 'RESIZE',
  SOFT_DELETED: 'DELETED',
}

/** The statuses of a statusHistory without repetitions, in the service's spelling. */
export function statusesOf(statusHistory: readonly StatusObservation[]): string[] {
  const names = statusHistory.map(({ status }) => statusAliases[status] ?? status)
  return names.filter((name, index) => name !== names[index - 1])
}

/** The path of a passage, for the "expected" line of a finding. */
export const allowedStatuses = (passage: string): readonly string[] => allowedTransitions[passage] ?? []

/** The first status of a statusHistory that the passage does not allow at that point, or undefined when all is legal. */
export function firstIllegalStatus(passage: string, statusHistory: readonly StatusObservation[]): string | undefined {
  const path = allowedStatuses(passage)
  let position = 0
  for (const status of statusesOf(statusHistory)) {
    const found = path.indexOf(status, position)
    if (found < 0) return status
    position = found
  }
  return undefined
}
