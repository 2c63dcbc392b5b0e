/** The operations of the document, by the operationId the contract gives them. */
export const operationIds = [
  'listVersions',
  'listFlavors',
  'listAvailabilityZones',
  'listKeypairs',
  'showKeypair',
  'createKeypair',
  'deleteKeypair',
  'listServers',
  'listServersDetail',
  'showServer',
  'createServer',
  'updateServer',
  'deleteServer',
  'listVolumeAttachments',
  'showVolumeAttachment',
  'attachVolume',
  'detachVolume',
  'actOnServer',
] as const

export type OperationId = (typeof operationIds)[number]
