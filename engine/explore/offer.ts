import { exclusionReason, requirement } from '#contract'
import { type RequirementId, requirementIds, type TargetSettings } from '#model'
import type { Offer } from './commands/command.ts'

/** Volumes of a life: the second may take the place of the first, and be confused with it. */
const maxVolumes = 2

/** What the target offers to an exploration. `maxServers`: how many the run and the tenant's quota allow. */
export function offerOf({ resources, services, selection, edition }: TargetSettings, maxServers: number): Offer {
  const { flavor, resizeFlavor, localFlavor, image, securityGroup, volume } = resources
  const hasVolumeService = services.blockStorage !== undefined
  // Elsewhere a resize waits for a confirmation, which the document does not have.
  const endsByItself = exclusionReason('servers.resize.auto-confirm', selection) === undefined
  return {
    flavor,
    resizeFlavor: endsByItself ? resizeFlavor : undefined,
    hasLocal: localFlavor !== undefined && image !== undefined && services.image !== undefined,
    group: securityGroup,
    volumes: hasVolumeService ? maxVolumes : volume === undefined ? 0 : 1,
    hasVolumeService,
    hasMetadata: requirement('metadata.set.changes').editions.includes(edition),
    maxServers,
  }
}

/** Requirements that an exploration does not accuse a target of: those of other editions, and those that are excluded. */
export const requirementsOutOfScope = ({ edition, selection }: TargetSettings): readonly RequirementId[] =>
  requirementIds.filter(
    (id) => !requirement(id).editions.includes(edition) || exclusionReason(id, selection) !== undefined,
  )
