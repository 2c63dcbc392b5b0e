import { resolvePointer } from '#contract'
import { AttributeMemory, type ChangeResult } from './attribute-memory.ts'
import type { AttributeRule, Reading, VisibilityTimes } from './attribute-rule.ts'
import { blamedOnResize, blamedOnSet, blamedOnUpdate, isAddition } from './blamed-requests.ts'
import {
  type CreationTime,
  findBeforeCreation,
  findFutureChange,
  findFutureLaunch,
  findWrongCreation,
} from './creation-time.ts'
import { type Contradiction, isReading } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { type FixedAddress, fixedAddresses } from './server-values.ts'
import {
  findForeignInnerLink,
  findRepeatedAddress,
  findSharedMac,
  findUnrequestedStatus,
} from './shown-server-check.ts'
import { StateAgreement } from './state-agreement.ts'

/** Statuses in which a server has everything that it will have. One that gave up its host has the rest still, as in Nova. */
const restStatuses = new Set(['ACTIVE', 'SHUTOFF', 'SHELVED_OFFLOADED'])

const isAtRest = (server: unknown): boolean =>
  restStatuses.has(textAt(server, 'status') ?? '') && resolvePointer(server, 'item/OS-EXT-STS:task_state') === null

export interface ObservedCreation {
  readonly description: unknown
  readonly exchange: number
  readonly requestedAt: CreationTime
}

/** What a run knows of one of its servers or keypairs. */
export class ResourceMemory {
  readonly #attributes: readonly AttributeMemory[]
  /** Requests to delete the resource that were not rejected. */
  #deletions = 0
  #foundIn: number | undefined
  #foundSince: number | undefined
  #description: unknown
  #addresses: readonly FixedAddress[] = []
  #keypairId: number | undefined
  /** The create request, and the exchange that it was sent in. */
  readonly request: unknown
  readonly createdIn: number | undefined
  /** Kinds of requests that were sent to change the resource. */
  readonly #changes = new Set<string>()
  /** The last request of each kind. */
  readonly #accepted = new Map<string, unknown>()
  /** Kinds of requests that were accepted since the resource was last shown at rest. */
  readonly #acceptedSinceRest = new Set<string>()
  /** Kinds of requests in progress. */
  readonly #inProgress: string[] = []
  /** Until the time of creation was compared with it. */
  #requestedAt: CreationTime | undefined
  #isLaunchInFuture = false
  #isChangeInFuture = false
  #isCreatedWrong = false
  #isBeforeCreation = false
  #hasRested = false
  /** What the server is contradicted by itself in: once each. */
  readonly #contradicted = new Set<string>()
  readonly #states: StateAgreement

  constructor(rules: readonly AttributeRule[], times: VisibilityTimes, request?: ObservedCreation) {
    this.#attributes = rules.map((rule) => new AttributeMemory(rule, times, request?.description, request?.exchange))
    this.#requestedAt = request?.requestedAt
    this.#states = new StateAgreement(times.graceMs)
    this.request = request?.description
    this.createdIn = request?.exchange
  }

  /** Whether a request of this kind was sent for the resource. */
  wasChangedBy(kind: string): boolean {
    return this.#changes.has(kind)
  }

  /** The last request of this kind that was accepted. */
  lastAccepted(kind: string): unknown {
    return this.#accepted.get(kind)
  }

  /** Whether the run has begun to delete the resource: from then on it may lose everything. */
  get isDeleting(): boolean {
    return this.#deletions > 0
  }

  /** The resource was shown by itself. That it was created, or listed, need not be known everywhere at once. */
  recordShown(description: unknown, exchange: number, sentAt: number): void {
    this.#description = description
    this.#foundIn = exchange
    this.#foundSince ??= sentAt
  }

  /** How the resource last showed itself. */
  get description(): unknown {
    return this.#description
  }

  /** The exchange in which the resource was last shown by itself. */
  get foundIn(): number | undefined {
    return this.#foundIn
  }

  /** When a response first showed the resource by itself, in milliseconds since the epoch. */
  get foundSince(): number | undefined {
    return this.#foundSince
  }

  /** The addresses of a server that exists. */
  get addresses(): readonly FixedAddress[] {
    return this.isDeleting ? [] : this.#addresses
  }

  /** The id of a keypair that exists. */
  get keypairId(): number | undefined {
    return this.isDeleting ? undefined : this.#keypairId
  }

  beginDeletion(): void {
    this.#deletions++
  }

  /** A request to delete the resource was rejected as one of another tenant. */
  cancelDeletion(): void {
    this.#deletions--
  }

  /** A request of this kind is about to be sent. */
  beginChange(kind: string): void {
    this.#changes.add(kind)
    if (!isReading(kind)) {
      this.#inProgress.push(kind)
      this.#states.forget()
      for (const attribute of this.#attributes) attribute.forgetPromise()
    }
    for (const attribute of this.#changedBy(kind)) attribute.beginChange()
  }

  /** Its response, that of exchange `exchange`, was complete at `receivedAt`, or there was none. */
  endChange(kind: string, request: unknown, receivedAt: number, result: ChangeResult, exchange?: number): void {
    if (isReading(kind)) return
    const index = this.#inProgress.indexOf(kind)
    if (index >= 0) this.#inProgress.splice(index, 1)
    if (result === 'accepted') {
      this.#accepted.set(kind, request)
      this.#acceptedSinceRest.add(kind)
    }
    for (const attribute of this.#changedBy(kind)) attribute.endChange(kind, request, receivedAt, result, exchange)
    const isAlone = this.#inProgress.length === 0 && [...this.#acceptedSinceRest].every((other) => other === kind)
    if (!isAlone) for (const attribute of this.#attributes) attribute.forgetPromise()
  }

  /** Compares a description with what is known of the resource, and learns from it. */
  read(description: unknown, reading: Reading): readonly Contradiction[] {
    if (this.isDeleting) return []
    const atRest = isAtRest(description)
    if (atRest && reading.view === 'own') this.#addresses = fixedAddresses(description)
    const id = resolvePointer(description, 'item/id')
    if (typeof id === 'number') this.#keypairId = id
    const contradictions = [
      ...this.#checkTimes(description, reading),
      ...this.#checkShown(description, atRest, reading),
      ...(reading.view === 'own' && this.#inProgress.length === 0 ? this.#states.read(description, reading) : []),
      ...this.#attributes.flatMap((attribute) => {
        const contradiction = attribute.rule.onlyAtRest && !atRest ? undefined : attribute.read(description, reading)
        return (contradiction && this.#blameChange(attribute.rule, contradiction, description)) ?? []
      }),
    ]
    if (atRest && reading.view === 'own') this.#acceptedSinceRest.clear()
    return contradictions
  }

  /**
   * A resize that takes away more than the flavor, or an update that changes more than it names, violates its own requirement.
   * Undefined where another request may have done so: then neither of them is to blame, nor is the creation.
   */
  #blameChange(rule: AttributeRule, contradiction: Contradiction, description: unknown): Contradiction | undefined {
    const kinds = new Set([...this.#acceptedSinceRest, ...this.#inProgress])
    if (contradiction.requirement !== rule.requirement) return contradiction
    const isOfUpdate = rule.at !== 'created' && !rule.changedBy?.includes('updateServer')
    if (kinds.has('updateServer') && isOfUpdate) return kinds.size > 1 ? undefined : blamedOnUpdate(contradiction, rule)
    if (rule.at === 'metadata' && this.wasChangedBy('setServerMetadata'))
      return blamedOnSet(contradiction, rule, description, this.request)
    const isResize = rule.blamesResize === true && !isAddition(contradiction) && kinds.has('actOnServer resize')
    if (!isResize) return contradiction
    if (kinds.size > 1) return undefined
    return blamedOnResize(contradiction, rule)
  }

  /** Each time is compared once. */
  #checkTimes(description: unknown, { view, pointer, nowMs }: Reading): readonly Contradiction[] {
    const futureChange = this.#isChangeInFuture ? undefined : findFutureChange(description, nowMs, pointer)
    if (futureChange) this.#isChangeInFuture = true
    const ofItself = view === 'own' ? this.#checkOwnTimes(description, nowMs, pointer) : []
    // A list that shows another creation than the server itself is wrong about that.
    const isOwnCreation = view === 'own' || textAt(description, 'created') === textAt(this.#description, 'created')
    const isComparable = isOwnCreation && !this.#isCreatedWrong && isAtRest(description)
    const mayBeEarlier = isComparable && !this.#isBeforeCreation
    const beforeCreation = mayBeEarlier ? findBeforeCreation(description, pointer) : undefined
    if (beforeCreation) this.#isBeforeCreation = true
    return [futureChange, ...ofItself, beforeCreation].filter((found) => found !== undefined)
  }

  #checkOwnTimes(description: unknown, nowMs: number, pointer: string): readonly (Contradiction | undefined)[] {
    const hasTime = ['created', 'created_at'].some((at) => resolvePointer(description, `item/${at}`) !== undefined)
    const requestedAt = hasTime ? this.#requestedAt : undefined
    const wrongCreation = requestedAt && findWrongCreation(description, requestedAt, pointer)
    if (hasTime) this.#requestedAt = undefined
    if (wrongCreation) this.#isCreatedWrong = true
    const futureLaunch = this.#isLaunchInFuture ? undefined : findFutureLaunch(description, nowMs, pointer)
    if (futureLaunch) this.#isLaunchInFuture = true
    return [wrongCreation, futureLaunch]
  }

  /** What one response tells, whatever others have shown. */
  #checkShown(description: unknown, atRest: boolean, { view, pointer }: Reading): readonly Contradiction[] {
    if (view !== 'own') return []
    this.#hasRested ||= atRest
    const wasRequested = (kind: string): boolean => this.wasChangedBy(kind)
    const found = [
      this.#hasRested ? findUnrequestedStatus(description, pointer, wasRequested) : undefined,
      atRest ? findForeignInnerLink(description, pointer, this.request, wasRequested) : undefined,
      atRest ? findRepeatedAddress(description, pointer) : undefined,
      atRest ? findSharedMac(description, pointer, this.request) : undefined,
    ]
    return found.flatMap((one) => {
      if (one === undefined || this.#contradicted.has(one.requirement)) return []
      this.#contradicted.add(one.requirement)
      return [one]
    })
  }

  #changedBy(kind: string): readonly AttributeMemory[] {
    return this.#attributes.filter(({ rule }) => rule.changedBy?.includes(kind) === true)
  }
}
