/** The operations of the document by their operationId in the OpenAPI description. */
export const operationIds = [
  'listVersions',
  'listFlavors',
  'listFlavorsDetail',
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
  'listServerMetadata',
  'showServerMetadata',
  'setServerMetadata',
  'deleteServerMetadata',
  'listVolumeAttachments',
  'showVolumeAttachment',
  'attachVolume',
  'detachVolume',
  'actOnServer',
] as const

export type OperationId = (typeof operationIds)[number]
