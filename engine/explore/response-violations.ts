import type { Finding, RequirementId } from '#model'
import type { WalkContext } from './walk-context.ts'

/** A violation that only several responses together show. */
interface Contradiction {
  readonly requirement: RequirementId
  readonly finding: Finding
}

function contradictionsIn({ compute }: WalkContext, from: number): readonly Contradiction[] {
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
export const newViolationIn = (context: WalkContext, from: number): Contradiction | undefined =>
  contradictionsIn(context, from).find(({ requirement }) => !context.isKnown(requirement))

/** Returns the requirements whose known violations a walk has met. */
export const knownViolationsIn = (context: WalkContext): readonly RequirementId[] => [
  ...new Set([
    ...context.knownViolations,
    ...contradictionsIn(context, 0).flatMap(({ requirement }) => (context.isKnown(requirement) ? [requirement] : [])),
  ]),
]
