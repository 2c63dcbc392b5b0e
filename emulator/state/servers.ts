import type { Flavor } from './flavors.ts'
import { type ChangeListener, ObservableMap } from './observable-map.ts'

/** What the machine is, once nothing is in progress (nova/compute/vm_states.py). */
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

/** What is in progress (nova/compute/task_states.py). */
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

/** A volume on its way to, at, or on its way from a server. */
export interface Attachment {
  readonly volumeId: string
  readonly device: string
  readonly isRoot: boolean
  readonly deleteOnTermination: boolean
}

export interface ServerFault {
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
  /** What a resize has left behind and a revert returns to. */
  beforeResize: { readonly flavor: Flavor; readonly vmState: 'active' | 'stopped' } | undefined
  /** The image that keeps the disk of a shelved server. */
  shelvedImageId: string | undefined
  /** The image named in the request; '' when the root disk came from elsewhere. */
  imageId: string
  readonly keyName: string | null
  metadata: Readonly<Record<string, string>>
  /** '' until a zone is asked for or chosen. */
  zone: string
  /** '' until the server is scheduled. */
  host: string
  diskConfig: 'AUTO' | 'MANUAL'
  readonly hasConfigDrive: boolean
  accessIPv4: string
  accessIPv6: string
  /** Names as requested, shown until the ports carry the groups themselves. */
  readonly requestedGroups: readonly string[]
  hasAddresses: boolean
  attachments: readonly Attachment[]
  /** False until the block devices of the request have been mapped; the API shows none before. */
  hasDevices: boolean
  isLocked: boolean
  fault: ServerFault | undefined
  /** What it was told to do, the oldest first. */
  history: readonly ServerAction[]
}

/** One thing a server was told to do (`os-instance-actions`). */
export interface ServerAction {
  readonly action: string
  /** Of the request that asked for it. */
  readonly requestId: string
  readonly userId: string
  readonly startedAt: number
}

/** Of the servers that are gone, so many are kept; `changes-since` still reports those. */
const mostDeleted = 1000

/** All tenants' servers, the last deleted ones too. */
export class Servers {
  readonly #byId = new ObservableMap<Server>()
  readonly #byTenant = new Map<string, Map<string, Server>>()
  readonly #deleted: string[] = []

  add(server: Server): void {
    this.#byId.set(server.id, server)
    this.#place(this.#byId.get(server.id) ?? server)
  }

  entries(): Iterable<readonly [string, Server]> {
    return this.#byId.entries()
  }

  /** From now on `notice` hears of every server that comes, changes or goes. */
  observe(notice: ChangeListener<Server>): void {
    this.#byId.observe(notice)
    for (const server of this.#byId.values()) this.#place(server)
  }

  #place(server: Server): void {
    const own = this.#byTenant.get(server.tenantId) ?? new Map<string, Server>()
    this.#byTenant.set(server.tenantId, own.set(server.id, server))
  }

  /** Remembers that a server is gone, and forgets one that went long ago. */
  addTombstone(server: Server): void {
    this.#deleted.push(server.id)
    if (this.#deleted.length <= mostDeleted) return
    const forgotten = this.#byId.get(this.#deleted.shift() ?? '')
    // One that came back is no longer gone; it is buried anew in its time.
    if (forgotten?.vmState !== 'deleted') return
    this.#byId.delete(forgotten.id)
    this.#byTenant.get(forgotten.tenantId)?.delete(forgotten.id)
  }

  /** Any server there is, or was until not long ago. */
  get(id: string): Server | undefined {
    return this.#byId.get(id)
  }

  /** In the order of creation. */
  all(): readonly Server[] {
    return [...this.#byId.values()]
  }

  /** A tenant's servers, the newest first. */
  of(tenantId: string): Server[] {
    return [...(this.#byTenant.get(tenantId)?.values() ?? [])].reverse()
  }
}
