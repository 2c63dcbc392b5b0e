import { canonicalStatus, statusSequences } from '#model'
import { type StatusObservation, withStatus } from '../waiting/server-status.ts'

/** Returns the statuses of a history in the service's spelling, without consecutive duplicates and responses without a status. */
export function statusesOf(statusHistory: readonly StatusObservation[]): string[] {
  const statuses = withStatus(statusHistory).map(({ status }) => canonicalStatus(status))
  return statuses.filter((status, index) => status !== statuses[index - 1])
}

/** Returns the statuses that a transition of the server's state machine, such as `os-stop from ACTIVE`, may go through; none if unknown. */
export const allowedStatuses = (transition: string): readonly string[] => statusSequences[transition] ?? []

/** Returns the first status of a history that the transition does not allow at that point; undefined when all are allowed. */
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
