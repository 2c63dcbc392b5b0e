import { documentedOperations, type Profile, profiles } from '#contract'
import { type Edition, type Exchange, editions } from '#model'

/** The number of added operations that must be unknown: a single one may be missing for another reason. */
const minUnknown = 3

/** The statuses of a service that does not know a path or a method. */
const unknownStatuses: ReadonlySet<number> = new Set([404, 405, 501])

/** Returns the operations that an edition has and the first one does not. */
function addedOperations(edition: Edition): ReadonlySet<string> {
  const [first] = editions
  const earlier = new Set(documentedOperations(first))
  return new Set(documentedOperations(edition).filter((operation) => !earlier.has(operation)))
}

/** Returns the option that tests a target by the first edition: a vendor's profile has one edition. */
function optionFor(first: Edition, profile: Profile): string {
  if (profile.editions.includes(first)) return `--edition ${first}`
  const ids = Object.values(profiles).filter(({ editions: own }) => own.every((edition) => edition === first))
  return ids.map(({ id }) => `--profile ${id}`).join(' or ')
}

/**
 * Returns a note about a target that knows no operation of those that the edition adds to the first one: it may implement that one. Nothing
 * if a run has called few of them.
 */
export function editionNote(profile: Profile, edition: Edition, exchanges: readonly Exchange[]): readonly string[] {
  const added = addedOperations(edition)
  const calls = exchanges.filter(({ operation }) => operation !== undefined && added.has(operation))
  const unknown = new Set(calls.filter(({ status }) => unknownStatuses.has(status)).map(({ operation }) => operation))
  // Others are rejected for their token, before the service looks at the path.
  if (unknown.size < minUnknown || calls.some(({ status }) => status < 300)) return []
  const [first] = editions
  return [
    `The target knows none of ${unknown.size} operations that edition ${edition} adds: if it implements edition ${first}, test it with ${optionFor(first, profile)}.`,
  ]
}
