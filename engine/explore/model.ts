import type { StepAction } from './steps.ts'

export type RestStatus = 'ACTIVE' | 'SHUTOFF'

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
  isDeleted: boolean
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
}

export interface KnownKeypair {
  readonly number: number
  readonly name: string
  readonly publicKey: string | undefined
  isDeleted: boolean
}

/** What is known of a tenant: the resources of one life. */
export class Model {
  readonly servers = new Map<number, KnownServer>()
  readonly volumes = new Map<number, KnownVolume>()
  readonly keypairs = new Map<number, KnownKeypair>()
  /** URLs of images to delete. */
  readonly images: string[] = []

  /** Servers that exist, the first one first. */
  get alive(): readonly KnownServer[] {
    return [...this.servers.values()].filter(({ isDeleted }) => !isDeleted)
  }

  /** A server that exists; undefined for any other number. */
  aliveServer(number: number | undefined): KnownServer | undefined {
    const server = number === undefined ? undefined : this.servers.get(number)
    return server?.isDeleted === false ? server : undefined
  }

  /** A keypair that exists; undefined for any other number. */
  keypair(number: number | undefined): KnownKeypair | undefined {
    const keypair = number === undefined ? undefined : this.keypairs.get(number)
    return keypair?.isDeleted === false ? keypair : undefined
  }
}

/** Counts an action that a server has carried out. */
export function countAction({ counts, history }: KnownServer, action: StepAction): void {
  counts.set(action, (counts.get(action) ?? 0) + 1)
  history.push(action)
}
