import type { Flavor } from './flavors.ts'
import { type ChangeListener, ObservableMap } from './observable-map.ts'

/** The stable state of a server (nova/compute/vm_states.py). */
export const vmStates = [
  'building',
  'active',
  'stopped',
  'paused',
  'suspended',
  'rescued',
  'resized',
  'shelved',
  'shelved_offloaded',
  'error',
  'soft-delete',
  'deleted',
] as const
export type VmState = (typeof vmStates)[number]

/** The task in progress (nova/compute/task_states.py). */
export const taskStates = [
  'scheduling',
  'networking',
  'block_device_mapping',
  'spawning',
  'powering-on',
  'powering-off',
  'rebooting',
  'reboot_started',
  'rebooting_hard',
  'reboot_started_hard',
  'resize_prep',
  'resize_migrating',
  'resize_migrated',
  'resize_finish',
  'resize_reverting',
  'image_snapshot_pending',
  'image_pending_upload',
  'image_uploading',
  'pausing',
  'unpausing',
  'suspending',
  'resuming',
  'rescuing',
  'unrescuing',
  'rebuilding',
  'rebuild_block_device_mapping',
  'rebuild_spawning',
  'shelving',
  'shelving_image_pending_upload',
  'shelving_image_uploading',
  'shelving_offloading',
  'unshelving',
  'updating_password',
  'migrating',
  'deleting',
] as const
export type TaskState = (typeof taskStates)[number]

/** nova/compute/power_state.py: 0 no state, 1 running, 3 paused, 4 shut down. */
export const powerStates = [0, 1, 3, 4] as const
export type PowerState = (typeof powerStates)[number]

/** A volume that is attached to a server, or is being attached or detached. */
export interface Attachment {
  readonly volumeId: string
  readonly device: string
  readonly isRoot: boolean
  readonly deleteOnTermination: boolean
}

interface ServerFault {
  readonly code: number
  readonly message: string
  readonly created: number
}

export interface Server {
  readonly id: string
  readonly tenantId: string
  readonly userId: string
  readonly createdAt: number
  updatedAt: number
  launchedAt: number | null
  terminatedAt: number | null
  name: string
  vmState: VmState
  taskState: TaskState | null
  powerState: PowerState
  flavor: Flavor
  /** The flavor and state from before a resize, which a revert restores. */
  beforeResize: { readonly flavor: Flavor; readonly vmState: 'active' | 'stopped' } | undefined
  /** The image with the disk of a shelved server. */
  shelvedImageId: string | undefined
  /** The image in the create request; '' when the root disk has another source. */
  imageId: string
  readonly keyName: string | null
  /** The id that the servers of one create request share; undefined in states that were saved without it. */
  readonly reservationId: string | undefined
  metadata: Readonly<Record<string, string>>
  /** '' until a zone is requested or chosen. */
  zone: string
  /** '' until the server is scheduled. */
  host: string
  diskConfig: 'AUTO' | 'MANUAL'
  readonly hasConfigDrive: boolean
  accessIPv4: string
  accessIPv6: string
  /** Names of security groups from the request, shown until the ports have the groups. */
  readonly requestedGroups: readonly string[]
  hasAddresses: boolean
  attachments: readonly Attachment[]
  /** Whether the block devices of the request are mapped; the API shows none before. */
  hasDevices: boolean
  isLocked: boolean
  fault: ServerFault | undefined
  /** The actions on the server, the oldest first. */
  history: readonly ServerAction[]
}

/** An action on a server (`os-instance-actions`). */
export interface ServerAction {
  readonly action: string
  /** The id of the request that started the action. */
  readonly requestId: string
  readonly userId: string
  readonly startedAt: number
}

/** The number of deleted servers that are kept as tombstones; `changes-since` reports them. */
const maximumTombstones = 1000

/** The servers of all tenants, and the tombstones of deleted ones. */
export class Servers {
  readonly #byId = new ObservableMap<Server>()
  readonly #byTenant = new Map<string, Map<string, Server>>()
  /** Ids in the order of their deletion. */
  readonly #tombstones = new Set<string>()

  add(server: Server): void {
    this.#byId.set(server.id, server)
    this.#addToTenant(this.#byId.get(server.id) ?? server)
  }

  entries(): Iterable<readonly [string, Server]> {
    return this.#byId.entries()
  }

  /** Calls `listener` for every server that is added, changed or removed from now on. */
  observe(listener: ChangeListener<Server>): void {
    this.#byId.observe(listener)
    for (const server of this.#byId.values()) this.#addToTenant(server)
  }

  #addToTenant(server: Server): void {
    const servers = this.#byTenant.get(server.tenantId) ?? new Map<string, Server>()
    this.#byTenant.set(server.tenantId, servers.set(server.id, server))
  }

  /** Keeps a deleted server as a tombstone, and removes the oldest one beyond the limit. */
  addTombstone(server: Server): void {
    this.#tombstones.delete(server.id)
    this.#tombstones.add(server.id)
    if (this.#tombstones.size <= maximumTombstones) return
    const [oldestId = ''] = this.#tombstones
    this.#tombstones.delete(oldestId)
    const oldest = this.#byId.get(oldestId)
    // The control API may have revived the server, which then gets a new tombstone when it is deleted again.
    if (oldest?.vmState !== 'deleted') return
    this.#byId.delete(oldest.id)
    this.#byTenant.get(oldest.tenantId)?.delete(oldest.id)
  }

  /** Returns a server or a tombstone. */
  get(id: string): Server | undefined {
    return this.#byId.get(id)
  }

  /** Returns every server and tombstone, in the order of creation. */
  all(): readonly Server[] {
    return [...this.#byId.values()]
  }

  /** Returns the servers and tombstones of a tenant, the newest first. */
  of(tenantId: string): Server[] {
    return [...(this.#byTenant.get(tenantId)?.values() ?? [])].reverse()
  }

  /** Returns the servers of a tenant without the deleted ones, the newest first. Of thousands, only those with a tombstone are looked at. */
  existingOf(tenantId: string): Server[] {
    const existing: Server[] = []
    for (const [id, server] of this.#byTenant.get(tenantId) ?? [])
      if (!this.#tombstones.has(id) || server.vmState !== 'deleted') existing.push(server)
    return existing.reverse()
  }
}
