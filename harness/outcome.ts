import type { RequirementId } from '#contract'
import type { Exchange, Finding } from './evidence.ts'
import { tell } from './message.ts'

/** The target did what a statement forbids. This, and nothing else, makes a test fail. */
export class Nonconformity extends Error {
  override readonly name = 'Nonconformity'
  readonly requirement: RequirementId

  constructor(requirement: RequirementId, finding: Finding, exchange: Exchange | undefined) {
    super(tell(requirement, finding, exchange))
    this.requirement = requirement
  }
}

/** A test could not reach the point where it judges. The target is neither acquitted nor accused. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive'
}
