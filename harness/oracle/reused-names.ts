import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** The deleted keypair whose name a new one has. */
interface DeletedKeypair {
  /** Undefined if no response showed it. */
  readonly publicKey: string | undefined
  /** Until when, in milliseconds since the epoch, a response may show the deleted keypair in place of the new one. */
  readonly until: number
}

/** Records keypairs that have the name of a deleted one, because a stale response may still show the deleted one. */
export class ReusedNames {
  readonly #graceMs: number
  /** Name → the public key of the last deleted keypair, if known. */
  readonly #deleted = new Map<string, string | undefined>()
  readonly #predecessors = new WeakMap<ResourceMemory, DeletedKeypair>()

  /** `graceMs`: how long a response may be stale, in milliseconds. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** Records the deletion of a keypair. `publicKey`: undefined if no response showed it. */
  recordDeletion(name: string, publicKey: string | undefined): void {
    this.#deleted.set(name, publicKey)
  }

  /** Records a new keypair. `receivedAt`: when the response to the create request was complete, in milliseconds since the epoch. */
  recordCreation(name: string, memory: ResourceMemory, receivedAt: number): void {
    if (!this.#deleted.has(name)) return
    this.#predecessors.set(memory, { publicKey: this.#deleted.get(name), until: receivedAt + this.#graceMs })
  }

  /** Tells whether a description may be that of the deleted keypair. `sentAt`: when it was requested, in milliseconds since the epoch. */
  mayShowDeleted(memory: ResourceMemory, keypair: unknown, sentAt: number): boolean {
    const deleted = this.#predecessors.get(memory)
    if (deleted === undefined || sentAt >= deleted.until) return false
    return deleted.publicKey === undefined || deleted.publicKey === textAt(keypair, 'public_key')
  }
}
