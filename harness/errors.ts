import { formatFinding } from '#contract'
import type { Exchange, Finding, RequirementId } from '#model'

/** The target did what a statement forbids. This, and nothing else, makes a test fail. */
export class NonconformanceError extends Error {
  override readonly name = 'Nonconformity'
  readonly requirement: RequirementId

  constructor(requirement: RequirementId, finding: Finding, exchange: Exchange | undefined) {
    super(formatFinding(requirement, finding, exchange))
    this.requirement = requirement
  }
}

/** A test could not reach the point where it judges. The target is neither acquitted nor accused. */
export class InconclusiveError extends Error {
  override readonly name = 'Inconclusive'
}
