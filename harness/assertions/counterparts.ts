import type { Counterpart, OperationId, RequirementId } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import { requestKind } from '../client/request-kind.ts'

/** `listVersions` has no invalid requests, so it needs no entry. */
type WithoutActions = Exclude<OperationId, 'actOnServer' | 'listVersions'>

/** Kind of request → the requirement that a valid one is accepted. */
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

/** Returns the requirement that valid requests of this kind are accepted; undefined for an unknown action. */
export const acceptanceOf = (operation: OperationId, content: unknown): RequirementId | undefined =>
  acceptedBy[requestKind(operation, content)]

/** Statuses of a target that does not support the method. */
const missingMethods = [405, 501]

/**
 * Returns the counterpart of a rejected request: the kind of valid request that the target must accept somewhere in the run for the
 * rejection to count. Undefined for an unknown action, whose rejection always counts, unless the target rejects the method itself: then
 * another action must be accepted.
 */
export function counterpartOf({ exchange: { operation }, status, sent }: ApiResponse): Counterpart | undefined {
  if (operation === undefined) return undefined
  const request = requestKind(operation, sent)
  const requirement = acceptedBy[request]
  if (requirement !== undefined) return { request, requirement }
  if (operation !== 'actOnServer' || !missingMethods.includes(status)) return undefined
  return { request: operation, requirement: 'servers.stop.becomes-shutoff' }
}
