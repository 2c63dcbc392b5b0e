import type { Finding, RequirementId } from '#model'
import type { World } from './world.ts'

/** A violation that only several responses together show. */
interface Contradiction {
  readonly requirement: RequirementId
  readonly finding: Finding
}

function contradictionsIn({ compute }: World, from: number): readonly Contradiction[] {
  return compute.evidence.assertions
    .slice(from)
    .flatMap(({ requirement, finding, by }) =>
      finding && by !== 'fixture' && by !== 'contract' ? [{ requirement, finding }] : [],
    )
}

/**
 * Returns the first violation, other than known ones, that the responses since assertion `from` show together with
 * earlier responses.
 */
export const newViolationIn = (world: World, from: number): Contradiction | undefined =>
  contradictionsIn(world, from).find(({ requirement }) => !world.isKnown(requirement))

/** Returns the requirements whose known violations a walk has met. */
export const knownViolationsIn = (world: World): readonly RequirementId[] => [
  ...new Set([
    ...world.knownViolations,
    ...contradictionsIn(world, 0).flatMap(({ requirement }) => (world.isKnown(requirement) ? [requirement] : [])),
  ]),
]
