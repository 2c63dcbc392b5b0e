import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** What identifies the keypair that had a name before. */
interface EarlierKeypair {
  /** Undefined where no response showed it. */
  readonly publicKey: string | undefined
  /** Until when a response may show it in place of the new one, in milliseconds since the epoch. */
  readonly until: number
}

/** Keypairs with the name of a deleted one: a response that is behind may still show the deleted one. */
export class ReusedNames {
  readonly #graceMs: number
  /** Name → the public key of the last deleted keypair, if known. */
  readonly #deleted = new Map<string, string | undefined>()
  readonly #earlier = new WeakMap<ResourceMemory, EarlierKeypair>()

  /** `graceMs`: how long a response may be behind. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  recordDeletion(name: string, publicKey: string | undefined): void {
    this.#deleted.set(name, publicKey)
  }

  /** `receivedAt`: when the response to the create request was complete, in milliseconds since the epoch. */
  recordCreation(name: string, memory: ResourceMemory, receivedAt: number): void {
    if (!this.#deleted.has(name)) return
    this.#earlier.set(memory, { publicKey: this.#deleted.get(name), until: receivedAt + this.#graceMs })
  }

  /** Whether a description of a keypair may be that of the deleted one. `sentAt`: when it was asked for. */
  mayShowEarlier(memory: ResourceMemory, keypair: unknown, sentAt: number): boolean {
    const earlier = this.#earlier.get(memory)
    if (earlier === undefined || sentAt >= earlier.until) return false
    return earlier.publicKey === undefined || earlier.publicKey === textAt(keypair, 'public_key')
  }
}
