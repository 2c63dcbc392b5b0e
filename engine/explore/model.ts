import type { StepAction } from './steps.ts'

export type RestStatus = 'ACTIVE' | 'SHUTOFF'

/** What is compared of a server, and may be unclear by itself. */
export type Aspect = 'name' | 'status' | 'flavor' | 'key' | 'addresses' | `metadata ${string}` | `group ${string}`

/** What a server should be like, by the requests that were accepted. */
export interface KnownServer {
  readonly number: number
  readonly id: string
  readonly isLocal: boolean
  name: string
  status: RestStatus
  flavor: string | undefined
  readonly keyName: string | undefined
  /** Metadata by key; undefined for a key that was deleted. */
  readonly metadata: Map<string, string | undefined>
  /** Security groups by name, and whether the server has them. Others are not compared. */
  readonly groups: Map<string, boolean>
  /** The life's volumes by number, and whether they are attached. */
  readonly volumes: Map<number, boolean>
  /** `network address` of the server when it was new. */
  readonly addresses: readonly string[]
  /** In what the target shows something else than expected, as is known of it: neither compared nor relied on any more. */
  readonly unclear: Set<Aspect>
  isDeleted: boolean
  /** What it is like is unknown: it is not used any more. */
  isAbandoned: boolean
  /** How often each action was carried out. */
  readonly counts: Map<StepAction, number>
  /** The actions that were carried out, in their order. */
  readonly history: StepAction[]
}

export interface KnownVolume {
  readonly number: number
  readonly id: string
  /** Created for this life, and not the spare volume of the configuration. */
  readonly isOwn: boolean
  /** The number of the server that has it. */
  server: number | undefined
  /** Where it is attached is unknown: it is not used any more. */
  isAbandoned: boolean
}

export interface KnownKeypair {
  readonly number: number
  readonly name: string
  readonly publicKey: string | undefined
  isDeleted: boolean
  /** Whether it exists is unknown: it is not used any more. */
  isAbandoned: boolean
}

/** What is known of a tenant: the resources of one life. */
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

  /** How many servers exist, those that could not be deleted when they were abandoned among them. */
  get existing(): number {
    return [...this.servers.values()].filter(({ isDeleted }) => !isDeleted).length
  }

  /** A server that exists and is used; undefined for any other number. */
  aliveServer(number: number | undefined): KnownServer | undefined {
    return this.alive.find((server) => server.number === number)
  }

  /** A volume that is used; undefined for any other number. */
  volume(number: number | undefined): KnownVolume | undefined {
    return this.usedVolumes.find((volume) => volume.number === number)
  }

  get usedVolumes(): readonly KnownVolume[] {
    return [...this.volumes.values()].filter(({ isAbandoned }) => !isAbandoned)
  }

  /** A keypair that exists and is used; undefined for any other number. */
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
