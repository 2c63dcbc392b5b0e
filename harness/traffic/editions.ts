import { matchOperation, type OperationMatch, operationSpec, requirement } from '#contract'
import { type Edition, editions, type OperationId, type RequirementId } from '#model'
import type { Contradiction } from '../oracle/observation.ts'

/** Whether an edition of the document has an operation. */
export const isInEdition = (operation: OperationId, edition: Edition): boolean =>
  operationSpec(operation).editions.includes(edition)

/**
 * The operation of a request, by preference one of an edition. One that only another edition has changes a server in a known way all
 * the same.
 */
export function matchInAnyEdition(method: string, path: string, edition: Edition): OperationMatch | undefined {
  for (const one of [edition, ...editions]) {
    const match = matchOperation(method, path, one)
    if (match !== undefined) return match
  }
  return undefined
}

/** The statement of another edition that replaces a requirement. */
const substitutes: Readonly<Partial<Record<RequirementId, RequirementId>>> = {
  'servers.resize.only-active-or-shutoff': 'servers.state.governs-actions',
}

/** The contradictions to the statements of one edition. */
export const inEdition = (contradictions: readonly Contradiction[], edition: Edition): readonly Contradiction[] =>
  contradictions
    .map((contradiction) => {
      const substitute = substitutes[contradiction.requirement]
      const isOther = substitute !== undefined && !requirement(contradiction.requirement).editions.includes(edition)
      return isOther ? { ...contradiction, requirement: substitute } : contradiction
    })
    .filter((contradiction) => requirement(contradiction.requirement).editions.includes(edition))
