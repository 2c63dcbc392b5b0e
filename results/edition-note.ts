import { documentedOperations } from '#contract'
import { type Edition, type Exchange, editions } from '#model'

/** How many of them a run has to call before it says anything: one operation may be missing for another reason. */
const minCalled = 3

/** The statuses of a service that does not know a path or a method. */
const unknownStatuses: ReadonlySet<number> = new Set([404, 405, 501])

/** The operations that an edition has and the first one does not. */
function addedOperations(edition: Edition): ReadonlySet<string> {
  const [first] = editions
  const earlier = new Set(documentedOperations(first))
  return new Set(documentedOperations(edition).filter((operation) => !earlier.has(operation)))
}

/**
 * A note about a target that knows no operation of those that the edition adds to the first one: it may implement that one. Nothing if
 * a run has called few of them.
 */
export function editionNote(edition: Edition, exchanges: readonly Exchange[]): readonly string[] {
  const added = addedOperations(edition)
  const calls = exchanges.filter(({ operation }) => operation !== undefined && added.has(operation))
  const called = new Set(calls.map(({ operation }) => operation))
  if (called.size < minCalled || !calls.every(({ status }) => unknownStatuses.has(status))) return []
  const [first] = editions
  return [
    `The target knows none of the ${called.size} operations that edition ${edition} adds: if it implements edition ${first}, test it with --edition ${first}.`,
  ]
}
