import type { StepAction } from './steps.ts'

export type RestStatus = 'ACTIVE' | 'SHUTOFF'

/** An attribute of a server that is compared with the model, and that can be `unclear` on its own. */
export type Aspect = 'name' | 'status' | 'flavor' | 'key' | 'addresses' | `metadata ${string}` | `group ${string}`

/** The expected state of a server according to the accepted requests. */
export interface KnownServer {
  readonly number: number
  readonly id: string
  readonly isLocal: boolean
  name: string
  /** The name before the last change. */
  formerName: string | undefined
  status: RestStatus
  flavor: string | undefined
  readonly keyName: string | undefined
  /** Metadata by key; undefined for a key that was deleted. */
  readonly metadata: Map<string, string | undefined>
  /** Security groups by name, and whether the server has them. Others are not compared. */
  readonly groups: Map<string, boolean>
  /** The walk's volumes by number, and whether they are attached. */
  readonly volumes: Map<number, boolean>
  /** `network address` of the server when it was new. */
  readonly addresses: readonly string[]
  /** Aspects with a known violation: they are not compared any more, and no rule depends on them. */
  readonly unclear: Set<Aspect>
  isDeleted: boolean
  /** True when its state is unknown, so that it is not used any more. */
  isAbandoned: boolean
  /** How often each action was carried out. */
  readonly counts: Map<StepAction, number>
  /** The actions that were carried out, in their order. */
  readonly history: StepAction[]
}

export interface KnownVolume {
  readonly number: number
  readonly id: string
  /** True when the walk has created it; false for the configured spare volume. */
  readonly isOwn: boolean
  /** The number of the server that it is attached to. */
  server: number | undefined
  /** True when it is unknown where it is attached, so that it is not used any more. */
  isAbandoned: boolean
}

export interface KnownKeypair {
  readonly number: number
  readonly name: string
  readonly publicKey: string | undefined
  /** Whether it was deleted before and created again. */
  readonly isSecond: boolean
  isDeleted: boolean
  /** True when it is unknown whether it exists, so that it is not used any more. */
  isAbandoned: boolean
}

/** The model: the expected state of the resources of one walk. */
export class Model {
  readonly servers = new Map<number, KnownServer>()
  readonly volumes = new Map<number, KnownVolume>()
  readonly keypairs = new Map<number, KnownKeypair>()
  /** URLs of images to delete. */
  readonly images: string[] = []

  /** Servers that exist and are used, the first one first. */
  get alive(): readonly KnownServer[] {
    return [...this.servers.values()].filter(({ isDeleted, isAbandoned }) => !isDeleted && !isAbandoned)
  }

  /** The number of servers that exist, including abandoned ones that could not be deleted. */
  get existing(): number {
    return [...this.servers.values()].filter(({ isDeleted }) => !isDeleted).length
  }

  /** Returns a server that exists and is used; undefined for any other number. */
  aliveServer(number: number | undefined): KnownServer | undefined {
    return this.alive.find((server) => server.number === number)
  }

  /** Returns a volume that is used; undefined for any other number. */
  volume(number: number | undefined): KnownVolume | undefined {
    return this.usedVolumes.find((volume) => volume.number === number)
  }

  get usedVolumes(): readonly KnownVolume[] {
    return [...this.volumes.values()].filter(({ isAbandoned }) => !isAbandoned)
  }

  /** Returns a keypair that exists and is used; undefined for any other number. */
  keypair(number: number | undefined): KnownKeypair | undefined {
    return this.usedKeypairs.find((keypair) => keypair.number === number && !keypair.isDeleted)
  }

  /** Keypairs that exist, and those that were deleted. */
  get usedKeypairs(): readonly KnownKeypair[] {
    return [...this.keypairs.values()].filter(({ isAbandoned }) => !isAbandoned)
  }
}

/** Counts an action that a server has carried out. */
export function countAction({ counts, history }: KnownServer, action: StepAction): void {
  counts.set(action, (counts.get(action) ?? 0) + 1)
  history.push(action)
}
