import type { Counterpart, OperationId, RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { requestKind } from '../client/request-kind.ts'

/** No request for the versions is invalid. */
type WithoutActions = Exclude<OperationId, 'actOnServer' | 'listVersions'>

/** Which requirement says that a valid request of this kind is accepted. */
const acceptances = {
  listFlavors: 'flavors.list.answers',
  listFlavorsDetail: 'flavors.detail.answers',
  listAvailabilityZones: 'zones.list.answers',
  listKeypairs: 'keypairs.list.answers',
  showKeypair: 'keypairs.show.by-name',
  createKeypair: 'keypairs.create.generates',
  deleteKeypair: 'keypairs.delete.removes',
  listServers: 'servers.list.answers',
  listServersDetail: 'servers.detail.answers',
  showServer: 'servers.show.answers',
  createServer: 'servers.create.answers',
  updateServer: 'servers.update.renames',
  deleteServer: 'servers.delete.removes',
  listVolumeAttachments: 'attachments.list.answers',
  showVolumeAttachment: 'attachments.show.by-volume-id',
  attachVolume: 'attachments.create.path',
  detachVolume: 'attachments.delete.detaches',
  'actOnServer os-start': 'servers.start.becomes-active',
  'actOnServer os-stop': 'servers.stop.becomes-shutoff',
  'actOnServer reboot': 'servers.reboot.hard',
  'actOnServer resize': 'servers.resize.changes-flavor',
  'actOnServer createImage': 'images.create.accepted',
  'actOnServer addSecurityGroup': 'groups.add.attaches',
  'actOnServer removeSecurityGroup': 'groups.remove.detaches',
  'actOnServer shelve': 'servers.shelve.becomes-offloaded',
  'actOnServer unshelve': 'servers.unshelve.becomes-active',
  listServerMetadata: 'metadata.list.answers',
  showServerMetadata: 'metadata.show.answers',
  setServerMetadata: 'metadata.set.creates',
  deleteServerMetadata: 'metadata.delete.removes',
  listServerGroups: 'server-groups.list.answers',
  showServerGroup: 'server-groups.show.answers',
  createServerGroup: 'server-groups.create.answers',
  deleteServerGroup: 'server-groups.delete.removes',
} as const satisfies Readonly<Record<WithoutActions | `actOnServer ${string}`, RequirementId>>

const acceptedBy: Readonly<Record<string, RequirementId>> = acceptances

/** Which requirement says that a valid request of a kind is accepted. */
export const acceptanceOf = (operation: OperationId, content: unknown): RequirementId | undefined =>
  acceptedBy[requestKind(operation, content)]

/** The target does not have the method. */
const missingMethods = [405, 501]

/**
 * The valid twin of the request that a response rejects: a rejection counts only where a valid request of the same kind is
 * accepted. An unknown action has no valid twin, so its rejection always counts; but where the target rejects the method itself, some
 * other action has to be accepted.
 */
export function counterpartOf({ exchange: { operation }, status, sent }: ApiResponse): Counterpart | undefined {
  if (operation === undefined) return undefined
  const request = requestKind(operation, sent)
  const requirement = acceptedBy[request]
  if (requirement !== undefined) return { request, requirement }
  if (operation !== 'actOnServer' || !missingMethods.includes(status)) return undefined
  return { request: operation, requirement: 'servers.stop.becomes-shutoff' }
}
