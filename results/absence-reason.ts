import type { Requirement } from '#contract'
import type { TargetSettings } from '#model'

import type { TestResult } from './test-result.ts'

/** Why nothing reached a requirement, when that is known. */
export interface SkipReason {
  readonly outcome: 'skipped'
  readonly reason: string
}

type Offer = Pick<TargetSettings, 'capabilities' | 'missing' | 'readOnly'>

const reads = /^(list|show)/

function missingNeeds(needs: readonly string[], { capabilities, missing }: Offer): string | undefined {
  const advice: Readonly<Record<string, string>> = missing
  const lacking = needs.filter((need) => !capabilities.some((capability) => capability === need))
  if (lacking.length === 0) return undefined
  return lacking.map((need) => (advice[need] ? `needs ${need}: ${advice[need]}` : `needs ${need}`)).join('; ')
}

/**
 * The first of: the target lacks something (with what to configure), the run is read-only and the requirement is about
 * changing something, or the tests that were to judge it skipped themselves with a note. Undefined when none holds.
 */
export function skipReason(
  requirement: Requirement,
  declaring: readonly TestResult[],
  offer: Offer,
): SkipReason | undefined {
  const needs = missingNeeds(requirement.needs, offer)
  if (needs !== undefined) return { outcome: 'skipped', reason: needs }
  if (offer.readOnly && requirement.operations.some((operation) => !reads.test(operation)))
    return { outcome: 'skipped', reason: 'the run is read-only' }
  const note = declaring.find(({ state, note }) => state === 'skipped' && note)?.note
  return note === undefined ? undefined : { outcome: 'skipped', reason: note }
}
