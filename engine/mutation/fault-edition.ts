import { isRequirementId, requirement } from '#contract'
import type { Fault } from '#emulator'
import { type Edition, editions } from '#model'

/** The edition in which a fault is tested: the first one that has its requirement. */
export function editionOfFault({ requirement: id }: Pick<Fault, 'requirement'>): Edition {
  const [first] = isRequirementId(id) ? requirement(id).editions : []
  return first ?? editions[0]
}
