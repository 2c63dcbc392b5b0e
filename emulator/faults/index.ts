import { accessFaults } from './access.ts'
import { attachmentFieldFaults } from './attachment-fields.ts'
import { attachmentRequestFaults } from './attachment-requests.ts'
import { conventionFaults } from './conventions.ts'
import { deepAccessFaults } from './deep/access.ts'
import { afterActionFaults } from './deep/after-actions.ts'
import { afterDeletionFaults } from './deep/after-deletions.ts'
import { afterRejectionFaults } from './deep/after-rejections.ts'
import { afterResizeFaults } from './deep/after-resizes.ts'
import { attachmentListFaults } from './deep/attachment-lists.ts'
import { attributeLossFaults } from './deep/attribute-losses.ts'
import { borrowedFaults } from './deep/borrowed.ts'
import { changedNameFaults } from './deep/changed-names.ts'
import { changedWhileStoppedFaults } from './deep/changed-while-stopped.ts'
import { convertedValueFaults } from './deep/converted-values.ts'
import { createdFaults } from './deep/created.ts'
import { deniedRequestFaults } from './deep/denied-requests.ts'
import { deepFlavorFaults } from './deep/flavors.ts'
import { foreignVolumeFaults } from './deep/foreign-volumes.ts'
import { formerValueFaults } from './deep/former-values.ts'
import { furtherActionFaults } from './deep/further-actions.ts'
import { groupMemberFaults } from './deep/group-members.ts'
import { groupRecordFaults } from './deep/group-records.ts'
import { deepImageFaults } from './deep/images.ts'
import { keptSourceFaults, keptVolumeFaults } from './deep/kept-volumes.ts'
import { deepKeypairFaults } from './deep/keypairs.ts'
import { leftOutFaults } from './deep/left-out.ts'
import { listConditionFaults } from './deep/list-conditions.ts'
import { deepListFaults } from './deep/lists.ts'
import { malformedRequestFaults } from './deep/malformed-requests.ts'
import { deepMetadataFaults } from './deep/metadata.ts'
import { narrowConditionFaults } from './deep/narrow-conditions.ts'
import { operationsWithoutTokenFaults } from './deep/operations-without-token.ts'
import { pairFaults } from './deep/pairs.ts'
import { punctuationFaults } from './deep/punctuation.ts'
import { rareConditionFaults } from './deep/rare-conditions.ts'
import { rejectedRequestFaults } from './deep/rejected-requests.ts'
import { listPastFaults } from './deep/renamed-servers.ts'
import { repeatedActionFaults } from './deep/repeated-actions.ts'
import { requestedServerFaults } from './deep/requested-servers.ts'
import { requestedValueFaults } from './deep/requested-values.ts'
import { resizedFaults } from './deep/resized.ts'
import { deepServerGroupFaults } from './deep/server-groups.ts'
import { severalNetworkFaults } from './deep/several-networks.ts'
import { shelvedFaults } from './deep/shelved.ts'
import { singleOperationFaults } from './deep/single-operations.ts'
import { deepStatusFaults } from './deep/statuses.ts'
import { stoppedFaults } from './deep/stopped.ts'
import { timeFaults } from './deep/times.ts'
import { unusualValueFaults } from './deep/unusual-values.ts'
import { updateFaults } from './deep/updates.ts'
import { deepVolumeFaults } from './deep/volumes.ts'
import { writtenValueFaults } from './deep/written-values.ts'
import type { Fault, FaultDefinition } from './define-fault.ts'
import { errorFaults } from './errors.ts'
import { faultTypes } from './fault-taxonomy.ts'
import { flavorFaults } from './flavors.ts'
import { flavorDetailFaults } from './flavors-detail.ts'
import { keypairFieldFaults } from './keypair-fields.ts'
import { keypairRequestFaults } from './keypair-requests.ts'
import { sequenceAccessFaults } from './sequence/access.ts'
import { sequenceServerFaults } from './sequence/servers.ts'
import { sequenceVolumeFaults } from './sequence/volumes.ts'
import { serverGroupFieldFaults } from './server-group-fields.ts'
import { serverGroupRequestFaults } from './server-group-requests.ts'
import { conditionalFaults } from './servers/conditional.ts'
import { conditionalListFaults } from './servers/conditional-lists.ts'
import { blockDeviceRuleFaults } from './servers/create/block-device-rules.ts'
import { createEffectFaults } from './servers/create/create-effects.ts'
import { createLimitFaults } from './servers/create/create-limits.ts'
import { createRequiredFaults } from './servers/create/create-required.ts'
import { createResponseFaults } from './servers/create/create-responses.ts'
import { createVolumeFaults } from './servers/create/create-volumes.ts'
import { rootSourceFaults } from './servers/create/root-sources.ts'
import { serverFieldFaults } from './servers/fields.ts'
import { imageFaults } from './servers/images.ts'
import { listFilterFaults } from './servers/list-filters.ts'
import { listPageFaults } from './servers/list-pages.ts'
import { listParameterFaults } from './servers/list-parameters.ts'
import { serverListFaults } from './servers/lists.ts'
import { metadataFaults } from './servers/metadata.ts'
import { missingFieldFaults } from './servers/missing-fields.ts'
import { serverNestedFieldFaults } from './servers/nested-fields.ts'
import { operatorStateFaults } from './servers/operator-states.ts'
import { powerFaults } from './servers/power.ts'
import { resizeFaults } from './servers/resize.ts'
import { securityGroupFaults } from './servers/security-groups.ts'
import { shelvingFaults } from './servers/shelving.ts'
import { serverStatusFaults } from './servers/status.ts'
import { updateAndDeleteFaults } from './servers/update-and-delete.ts'
import { statusCodeFaults } from './status-codes.ts'
import { versionFaults } from './versions.ts'
import { zoneFaults } from './zones.ts'

export type { Fault } from './define-fault.ts'
export { type FaultType, faultTypes } from './fault-taxonomy.ts'
export { requirementsWithoutFault } from './requirements-without-fault.ts'

/** Faults that only a sequence of requests shows. The suites need not find them; explorations do. */
const sequenceFaults = [...sequenceServerFaults, ...sequenceVolumeFaults, ...sequenceAccessFaults]

const definitions = [
  ...accessFaults,
  ...conventionFaults,
  ...errorFaults,
  ...statusCodeFaults,
  ...versionFaults,
  ...flavorFaults,
  ...flavorDetailFaults,
  ...zoneFaults,
  ...keypairFieldFaults,
  ...keypairRequestFaults,
  ...serverListFaults,
  ...listFilterFaults,
  ...listParameterFaults,
  ...listPageFaults,
  ...serverStatusFaults,
  ...operatorStateFaults,
  ...missingFieldFaults,
  ...serverFieldFaults,
  ...serverNestedFieldFaults,
  ...createResponseFaults,
  ...createRequiredFaults,
  ...createLimitFaults,
  ...createVolumeFaults,
  ...blockDeviceRuleFaults,
  ...rootSourceFaults,
  ...createEffectFaults,
  ...updateAndDeleteFaults,
  ...conditionalFaults,
  ...metadataFaults,
  ...conditionalListFaults,
  ...powerFaults,
  ...resizeFaults,
  ...shelvingFaults,
  ...imageFaults,
  ...securityGroupFaults,
  ...serverGroupFieldFaults,
  ...serverGroupRequestFaults,
  ...attachmentFieldFaults,
  ...attachmentRequestFaults,
  ...stoppedFaults,
  ...afterActionFaults,
  ...formerValueFaults,
  ...writtenValueFaults,
  ...shelvedFaults,
  ...pairFaults,
  ...borrowedFaults,
  ...timeFaults,
  ...deepStatusFaults,
  ...deepVolumeFaults,
  ...keptVolumeFaults,
  ...keptSourceFaults,
  ...deepKeypairFaults,
  ...afterRejectionFaults,
  ...afterDeletionFaults,
  ...changedNameFaults,
  ...listConditionFaults,
  ...repeatedActionFaults,
  ...requestedValueFaults,
  ...deepListFaults,
  ...leftOutFaults,
  ...narrowConditionFaults,
  ...deepFlavorFaults,
  ...deepMetadataFaults,
  ...deepAccessFaults,
  ...operationsWithoutTokenFaults,
  ...foreignVolumeFaults,
  ...deniedRequestFaults,
  ...deepServerGroupFaults,
  ...deepImageFaults,
  ...updateFaults,
  ...resizedFaults,
  ...createdFaults,
  ...attachmentListFaults,
  ...rareConditionFaults,
  ...rejectedRequestFaults,
  ...unusualValueFaults,
  ...singleOperationFaults,
  ...changedWhileStoppedFaults,
  ...afterResizeFaults,
  ...groupMemberFaults,
  ...attributeLossFaults,
  ...severalNetworkFaults,
  ...listPastFaults,
  ...groupRecordFaults,
  ...convertedValueFaults,
  ...malformedRequestFaults,
  ...requestedServerFaults,
  ...furtherActionFaults,
  ...punctuationFaults,
  ...sequenceFaults,
]

export type FaultName = (typeof definitions)[number]['name']

const restTypeOf = (name: string): string | undefined =>
  faultTypes.find(({ faults: examples }) => examples.some((example) => example === name))?.name

const isOfOperatorStates = (name: string): boolean => operatorStateFaults.some((fault) => fault.name === name)

const isOfSequence = (name: string): boolean => sequenceFaults.some((fault) => fault.name === name)

/** Every fault that an emulator can have. */
export const faults: readonly Fault[] = definitions.map(({ createDefects: _, ...fault }: FaultDefinition) => {
  const restType = restTypeOf(fault.name)
  return {
    ...fault,
    ...(restType === undefined ? {} : { restType }),
    ...(isOfOperatorStates(fault.name) ? { inOperatorStates: true } : {}),
    ...(isOfSequence(fault.name) ? { needsSequence: true } : {}),
  }
})

const definitionsByName: ReadonlyMap<string, FaultDefinition> = new Map(
  definitions.map((definition: FaultDefinition) => [definition.name, definition]),
)

/** @throws RangeError naming the fault that does not exist. */
export function findFault(name: string): FaultDefinition {
  const definition = definitionsByName.get(name)
  if (definition === undefined) throw new RangeError(`there is no fault '${name}'; see --list-faults`)
  return definition
}
