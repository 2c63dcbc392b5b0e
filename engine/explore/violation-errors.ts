import type { Finding, RequirementId } from '#model'

/** A response contradicts the model or an earlier response. Ends the walk. */
export class ViolationFound extends Error {
  override readonly name = 'ViolationFound'
  readonly requirement: RequirementId
  readonly finding: Finding

  constructor(requirement: RequirementId, finding: Finding) {
    super(finding.message)
    this.requirement = requirement
    this.finding = finding
  }
}

/** A violation that is known already. Does not end the walk, but the state of the resource that the step was about is unknown from then on. */
export class KnownViolation extends Error {
  override readonly name = 'KnownViolation'

  constructor(requirement: RequirementId) {
    super(`${requirement} is violated again`)
  }
}
