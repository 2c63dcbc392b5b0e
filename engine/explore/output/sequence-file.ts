import { isRequirementId } from '#contract'
import { UsageError } from '#engine/errors'
import { listAt, parseJson, readText } from '#engine/input'
import type { ExploredViolation, Sequence } from '../exploration.ts'
import { describeStep, isStep } from '../steps.ts'

/** The version of the format. */
const sequenceVersion = 1

/** Renders a sequence for `explore --replay` as JSON. */
export function renderSequence(violation: ExploredViolation, seed: number): string {
  const { requirement, finding, steps, passedOver, evidence } = violation
  const { message, at, expected, actual } = finding
  const { accepted } = evidence
  const sequence = {
    ...{ version: sequenceVersion, requirement, seed, finding: { message, at, expected, actual } },
    ...{ description: steps.map((step) => describeStep(step)), steps, accepted, passedOver },
  }
  return `${JSON.stringify(sequence, null, 2)}\n`
}

/** Reads a sequence. Throws a UsageError for a file that contains none. */
export function readSequence(file: string): Sequence {
  const content = parseJson(readText(file))
  const steps = listAt(content, 'steps')
  if (steps.length === 0 || !steps.every(isStep))
    throw new UsageError(`${file}: contains no sequence of steps`, {
      hint: 'Expected an explore-….json that an exploration has written.',
    })
  return {
    steps,
    accepted: listAt(content, 'accepted').filter((kind) => typeof kind === 'string'),
    passedOver: listAt(content, 'passedOver').filter((id) => typeof id === 'string' && isRequirementId(id)),
  }
}
