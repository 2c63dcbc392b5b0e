import { isRequirementId, requirement } from '#contract'
import type { Fault } from '#emulator'
import { type Edition, editions } from '#model'

/** Returns the edition in which a fault is tested: its own, or the first one that has its requirement. */
export function editionOfFault({ requirement: id, edition }: Pick<Fault, 'requirement' | 'edition'>): Edition {
  const [first] = isRequirementId(id) ? requirement(id).editions : []
  return edition ?? first ?? editions[0]
}
