import { resolvePointer } from '#contract'
import { AttributeMemory, type AttributeRule, type ChangeResult, type Reading } from './attribute-memory.ts'
import type { Contradiction } from './observation.ts'
import { type FixedAddress, fixedAddresses } from './server-attributes.ts'

/** Statuses in which a server has everything that it will have. */
const restStatuses = new Set(['ACTIVE', 'SHUTOFF'])

const isAtRest = (server: unknown): boolean =>
  restStatuses.has(String(resolvePointer(server, 'item/status'))) &&
  resolvePointer(server, 'item/OS-EXT-STS:task_state') === null

export interface CreateRequest {
  readonly description: unknown
  readonly exchange: number
}

/** What a run knows of one of its servers or keypairs. */
export class ResourceMemory {
  readonly #attributes: readonly AttributeMemory[]
  #isDeleting = false
  #foundIn: number | undefined
  #addresses: readonly FixedAddress[] = []

  constructor(rules: readonly AttributeRule[], graceMs: number, request?: CreateRequest) {
    this.#attributes = rules.map((rule) => new AttributeMemory(rule, graceMs, request?.description, request?.exchange))
  }

  /** Whether the run has begun to delete the resource: from then on it may lose everything. */
  get isDeleting(): boolean {
    return this.#isDeleting
  }

  /** The exchange in which the resource was last shown by itself. */
  get foundIn(): number | undefined {
    return this.#foundIn
  }

  /** The addresses of a server that exists. */
  get addresses(): readonly FixedAddress[] {
    return this.#isDeleting ? [] : this.#addresses
  }

  beginDeletion(): void {
    this.#isDeleting = true
  }

  /** A request of this kind is about to be sent. */
  beginChange(kind: string): void {
    for (const attribute of this.#changedBy(kind)) attribute.beginChange()
  }

  /** Its response was complete at `receivedAt`, or there was none. */
  endChange(kind: string, request: unknown, receivedAt: number, result: ChangeResult): void {
    for (const attribute of this.#changedBy(kind)) attribute.endChange(kind, request, receivedAt, result)
  }

  /** Compares a description with what is known of the resource, and learns from it. */
  read(description: unknown, reading: Reading): readonly Contradiction[] {
    if (this.#isDeleting) return []
    if (reading.view === 'own') this.#foundIn = reading.exchange
    const atRest = isAtRest(description)
    if (atRest) this.#addresses = fixedAddresses(description)
    return this.#attributes.flatMap((attribute) =>
      attribute.rule.onlyAtRest && !atRest ? [] : (attribute.read(description, reading) ?? []),
    )
  }

  #changedBy(kind: string): readonly AttributeMemory[] {
    return this.#attributes.filter(({ rule }) => rule.changedBy?.includes(kind) === true)
  }
}
