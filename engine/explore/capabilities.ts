import { exclusionReason, requirement } from '#contract'
import { type RequirementId, requirementIds, type TargetSettings } from '#model'
import type { ExploreCapabilities } from './commands/command.ts'

/** The number of volumes in a walk: with two, a target may confuse them. */
const maxVolumes = 2

/**
 * Returns the capabilities of a target for an exploration. `maxServers`: the number that the run and the tenant's quota
 * allow.
 */
export function capabilitiesOf(
  { resources, services, selection, edition }: TargetSettings,
  maxServers: number,
): ExploreCapabilities {
  const { flavor, resizeFlavor, localFlavor, image, securityGroup, volume } = resources
  const hasVolumeService = services.blockStorage !== undefined
  const spareVolumes = volume === undefined ? 0 : 1
  // Elsewhere a resize waits for a confirmation, which the document does not have.
  const endsByItself = exclusionReason('servers.resize.auto-confirm', selection) === undefined
  return {
    flavor,
    resizeFlavor: endsByItself ? resizeFlavor : undefined,
    hasLocal: localFlavor !== undefined && image !== undefined && services.image !== undefined,
    group: securityGroup,
    volumes: hasVolumeService ? maxVolumes : spareVolumes,
    hasVolumeService,
    hasMetadata: requirement('metadata.set.changes').editions.includes(edition),
    maxServers,
  }
}

/** Returns the requirements whose violations an exploration ignores: those of other editions, and excluded ones. */
export const requirementsOutOfScope = ({ edition, selection }: TargetSettings): readonly RequirementId[] =>
  requirementIds.filter(
    (id) => !requirement(id).editions.includes(edition) || exclusionReason(id, selection) !== undefined,
  )
