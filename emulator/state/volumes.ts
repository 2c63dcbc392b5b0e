export const volumeStatuses = [
  'creating',
  'available',
  'reserved',
  'attaching',
  'in-use',
  'detaching',
  'deleting',
] as const
export type VolumeStatus = (typeof volumeStatuses)[number]

export interface Volume {
  readonly id: string
  readonly tenantId: string
  readonly userId: string
  name: string
  description: string | null
  /** GB */
  size: number
  status: VolumeStatus
  readonly zone: string
  readonly type: string
  bootable: boolean
  readonly snapshotId: string | null
  readonly createdAt: number
  updatedAt: number
  metadata: Readonly<Record<string, string>>
  attachment: { readonly serverId: string; readonly device: string; readonly at: number } | undefined
}

export interface VolumeSnapshot {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  /** GB */
  readonly size: number
  readonly volumeId: string
  readonly createdAt: number
}

/** The vendor's volume types. */
export const volumeTypes = ['General HDD', 'General SSD'] as const

/** The type of a volume whose request names none. */
export const defaultVolumeType = volumeTypes[0]
