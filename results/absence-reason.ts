import { describeMissing, missingCapabilities, type Requirement } from '#contract'
import type { TargetSettings } from '#model'

import type { TestResult } from './test-result.ts'

/** Why nothing reached a requirement, when that is known. */
export interface SkipReason {
  readonly outcome: 'skipped'
  readonly reason: string
}

type Offer = Pick<TargetSettings, 'capabilities' | 'missing' | 'readOnly'>

const reads = /^(list|show)/

/**
 * The first of: the target lacks something (with what to configure), the run is read-only and the requirement is about
 * changing something, or the tests that were to judge it skipped themselves with a note. Undefined when none holds.
 */
export function skipReason(
  requirement: Requirement,
  declaring: readonly TestResult[],
  offer: Offer,
): SkipReason | undefined {
  const missing = missingCapabilities(requirement, offer)
  if (missing.length > 0) return { outcome: 'skipped', reason: describeMissing(missing, offer) }
  if (offer.readOnly && requirement.operations.some((operation) => !reads.test(operation)))
    return { outcome: 'skipped', reason: 'the run is read-only' }
  const note = declaring.find(({ state, note }) => state === 'skipped' && note)?.note
  return note === undefined ? undefined : { outcome: 'skipped', reason: note }
}
