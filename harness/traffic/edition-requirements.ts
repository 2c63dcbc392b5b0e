import { requirement } from '#contract'
import type { Edition, RequirementId } from '#model'
import type { Contradiction } from '../oracle/observation.ts'

/** What another edition says in place of a requirement. */
const substitutes: Readonly<Partial<Record<RequirementId, RequirementId>>> = {
  'servers.resize.only-active-or-shutoff': 'servers.state.governs-actions',
}

/** The contradictions of what an edition of the document says. */
export const inEdition = (contradictions: readonly Contradiction[], edition: Edition): readonly Contradiction[] =>
  contradictions
    .map((contradiction) => {
      const substitute = substitutes[contradiction.requirement]
      const isOther = substitute !== undefined && !requirement(contradiction.requirement).editions.includes(edition)
      return isOther ? { ...contradiction, requirement: substitute } : contradiction
    })
    .filter((contradiction) => requirement(contradiction.requirement).editions.includes(edition))
