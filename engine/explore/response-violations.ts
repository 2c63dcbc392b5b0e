import type { Finding, RequirementId } from '#model'
import type { World } from './world.ts'

/** What responses show together with earlier ones. */
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

/** The first violation that the responses since `from` show together with earlier ones, and that is news. */
export const newViolationIn = (world: World, from: number): Contradiction | undefined =>
  contradictionsIn(world, from).find(({ requirement }) => !world.isKnown(requirement))

/** Requirements whose violations a life has met and passed over, since they are known. */
export const passedOverIn = (world: World): readonly RequirementId[] => [
  ...new Set([
    ...world.passedOver,
    ...contradictionsIn(world, 0).flatMap(({ requirement }) => (world.isKnown(requirement) ? [requirement] : [])),
  ]),
]
