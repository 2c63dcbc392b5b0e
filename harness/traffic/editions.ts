import { matchOperation, type OperationMatch, operationSpec, requirement } from '#contract'
import { type Edition, editions, type OperationId, type RequirementId } from '#model'
import type { Contradiction } from '../oracle/observation.ts'

/** Tells whether an edition of the document has an operation. */
export const isInEdition = (operation: OperationId, edition: Edition): boolean =>
  operationSpec(operation).editions.includes(edition)

/** Returns the operation of a request, preferably one of the given edition. The effect of an operation of another edition is known, too. */
export function matchInAnyEdition(method: string, path: string, edition: Edition): OperationMatch | undefined {
  for (const one of [edition, ...editions]) {
    const match = matchOperation(method, path, one)
    if (match !== undefined) return match
  }
  return undefined
}

/** The statement of an edition that replaces a requirement. */
const substitutes: Readonly<Partial<Record<RequirementId, RequirementId>>> = {
  'servers.resize.only-active-or-shutoff': 'servers.state.governs-actions',
}

/** Returns the contradictions that violate statements of one edition. */
export const inEdition = (contradictions: readonly Contradiction[], edition: Edition): readonly Contradiction[] =>
  contradictions
    .filter(({ editions: only }) => only?.includes(edition) ?? true)
    .map((contradiction) => {
      const substitute = substitutes[contradiction.requirement]
      const isOther = substitute !== undefined && !requirement(contradiction.requirement).editions.includes(edition)
      return isOther ? { ...contradiction, requirement: substitute } : contradiction
    })
    .filter((contradiction) => requirement(contradiction.requirement).editions.includes(edition))
