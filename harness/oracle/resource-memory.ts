import { resolvePointer } from '#contract'
import { AttributeMemory, type KnownValue } from './attribute-memory.ts'
import type { AttributeRule, ReadContext, VisibilityTimes } from './attribute-rule.ts'
import type { EndedChange } from './change-result.ts'
import type { CreationTime } from './creation-time.ts'
import { DeniedRequests } from './denied-requests.ts'
import { type Contradiction, isReading } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { RemovedGroups } from './removed-groups.ts'
import { type FixedAddress, fixedAddresses, isAtRest } from './server-values.ts'
import {
  findRepeatedAddress,
  findSharedMac,
  findUnrequestedStatus,
  findWrongEmbeddedLink,
} from './shown-server-check.ts'
import { ShownTimes } from './shown-times.ts'
import { asLostMetadata, asSideEffectOfResize, asSideEffectOfUpdate, onlyAdds } from './side-effects.ts'
import { SinceRest } from './since-rest.ts'
import { StateAgreement } from './state-agreement.ts'

/** The create request of a resource. */
export interface ObservedCreation {
  /** The description of the resource in the body of the request. */
  readonly description: unknown
  readonly exchange: number
  readonly requestedAt: CreationTime
}

/** Records the values of one server or keypair of the run that exchanges showed, and compares responses with them. */
export class ResourceMemory {
  #attributes: readonly AttributeMemory[]
  /** Requests to delete the resource that were not rejected. */
  #deletions = 0
  #lastShownIn: number | undefined
  #firstShownAt: number | undefined
  #description: unknown
  #addresses: readonly FixedAddress[] = []
  #keypairId: number | undefined
  /** The description in the create request. */
  readonly request: unknown
  /** The exchange of the create request. */
  readonly createdIn: number | undefined
  /** Kinds of requests that were sent to change the resource. */
  readonly #changes = new Set<string>()
  /** Kind → the last accepted request. */
  readonly #accepted = new Map<string, unknown>()
  readonly #sinceRest = new SinceRest()
  /** Kinds of requests in progress. */
  readonly #inProgress: string[] = []
  /** The requests without access that were rejected since the last accepted change. */
  readonly denied = new DeniedRequests()
  readonly #times: ShownTimes
  #wasAtRest = false
  /** Whether a list without the resource was reported. */
  wasLeftOut = false
  /** Requirements that a single response about the server violated; each is reported once. */
  readonly #contradicted = new Set<string>()
  readonly #removedGroups: RemovedGroups | undefined
  readonly #states: StateAgreement
  /** The same in the detailed list, which may lag behind. */
  readonly #listedStates: StateAgreement

  constructor(
    rules: readonly AttributeRule[],
    times: VisibilityTimes,
    request?: ObservedCreation,
    removedGroups?: RemovedGroups,
  ) {
    this.#removedGroups = removedGroups
    this.#attributes = rules.map((rule) => new AttributeMemory(rule, times, request?.description, request?.exchange))
    this.#times = new ShownTimes(request?.requestedAt)
    this.#states = new StateAgreement(times.graceMs)
    this.#listedStates = new StateAgreement(times.graceMs)
    this.request = request?.description
    this.createdIn = request?.exchange
  }

  /** Tells whether a request of this kind was sent for the resource, with whatever result. */
  wasChangedBy(kind: string): boolean {
    return this.#changes.has(kind)
  }

  /** Returns the last accepted request of this kind. */
  lastAccepted(kind: string): unknown {
    return this.#accepted.get(kind)
  }

  /** Whether a request to delete the resource was sent and not rejected: from then on nothing is compared. */
  get isDeleting(): boolean {
    return this.#deletions > 0
  }

  /** Records a response about the resource itself. A response to the create request, or a list, does not prove that it can be shown. */
  recordShown(description: unknown, exchange: number, sentAt: number): void {
    this.#description = description
    this.#lastShownIn = exchange
    this.#firstShownAt ??= sentAt
  }

  /** The description in the last response about the resource itself. */
  get description(): unknown {
    return this.#description
  }

  /** The exchange of the last response about the resource itself. */
  get lastShownIn(): number | undefined {
    return this.#lastShownIn
  }

  /** When the first response about the resource itself was requested, in milliseconds since the epoch. */
  get firstShownAt(): number | undefined {
    return this.#firstShownAt
  }

  /** The addresses of a server; none once it is being deleted. */
  get addresses(): readonly FixedAddress[] {
    return this.isDeleting ? [] : this.#addresses
  }

  /** The id of a keypair; undefined once it is being deleted. */
  get keypairId(): number | undefined {
    return this.isDeleting ? undefined : this.#keypairId
  }

  /** Stops comparing the keypair name of a server that uses this keypair: the document leaves it open once the keypair is deleted. */
  releaseKeypair(name: string): void {
    if (textAt(this.request, 'key_name') !== name) return
    this.#attributes = this.#attributes.filter(({ rule }) => rule.at !== 'key_name')
  }

  /** Records that a request to delete the resource is about to be sent. */
  beginDeletion(): void {
    this.#deletions++
  }

  /** Records that a request of another tenant to delete the resource was rejected. */
  cancelDeletion(): void {
    this.#deletions--
  }

  /** Records that a request of this kind is about to be sent. */
  beginChange(kind: string): void {
    this.#changes.add(kind)
    if (!isReading(kind)) {
      this.#inProgress.push(kind)
      this.#states.forget()
      this.#listedStates.forget()
      for (const attribute of this.#attributes) attribute.forgetExpectedEffect()
    }
    for (const attribute of this.#changedBy(kind)) attribute.beginChange()
  }

  /** Records the result of such a request. */
  endChange(change: EndedChange): void {
    const { kind, request, result } = change
    if (isReading(kind)) return
    const index = this.#inProgress.indexOf(kind)
    if (index >= 0) this.#inProgress.splice(index, 1)
    if (result === 'accepted') {
      this.#accepted.set(kind, request)
      this.denied.clear()
      this.#sinceRest.recordAccepted(kind)
    }
    for (const attribute of this.#changedBy(kind)) attribute.endChange(change)
    const isOnlyChange = this.#inProgress.length === 0 && [...this.#sinceRest.accepted].every((other) => other === kind)
    if (!isOnlyChange) for (const attribute of this.#attributes) attribute.forgetExpectedEffect()
  }

  /** Compares a description of the resource with what is recorded, and records it. */
  read(description: unknown, context: ReadContext): readonly Contradiction[] {
    if (this.isDeleting) return []
    const atRest = isAtRest(description)
    if (atRest && context.view === 'own') this.#addresses = fixedAddresses(description)
    const id = resolvePointer(description, 'item/id')
    if (typeof id === 'number') this.#keypairId = id
    if (atRest && context.view === 'own' && this.#sinceRest.isRebootOver(description))
      for (const attribute of this.#changedBy('actOnServer reboot')) attribute.endUnknownChanges()
    const contradictions = [
      ...this.#times.check(description, context, this.#description),
      ...this.#checkShown(description, atRest, context),
      ...(this.#inProgress.length === 0 ? this.#checkStates(description, context) : []),
      ...this.#attributes.flatMap((attribute) => {
        const { known } = attribute
        const contradiction = attribute.rule.onlyAtRest && !atRest ? undefined : attribute.read(description, context)
        return (contradiction && this.#withCause(attribute.rule, contradiction, { description, known })) ?? []
      }),
    ]
    if (context.view === 'own') this.#sinceRest.observe(description, atRest)
    return contradictions
  }

  /**
   * Replaces the requirement of a contradiction by that of the request which must have caused it: an update or a resize that changes
   * an attribute it should not, or a change of metadata that did not last. Undefined where several requests may have caused it. `known`: the
   * value before.
   */
  #withCause(
    rule: AttributeRule,
    contradiction: Contradiction,
    { description, known }: { readonly description: unknown; readonly known: KnownValue | undefined },
  ): Contradiction | undefined {
    const kinds = new Set([...this.#sinceRest.accepted, ...this.#inProgress])
    if (contradiction.requirement !== rule.requirement) return contradiction
    const ofDenied = this.denied.blameForChange(contradiction, rule, description)
    if (ofDenied !== undefined) return ofDenied
    const isOfUpdate = rule.at !== 'created' && !rule.changedBy?.includes('updateServer')
    // An update does not change the status: an action has ended.
    const isActedOn = this.#sinceRest.status !== undefined && textAt(description, 'status') !== this.#sinceRest.status
    if (kinds.has('updateServer') && isOfUpdate)
      return kinds.size > 1 || isActedOn ? undefined : asSideEffectOfUpdate(contradiction, rule)
    if (rule.at === 'metadata' && this.wasChangedBy('setServerMetadata'))
      return asLostMetadata(contradiction, rule, { request: this.request, known: known?.text, description })
    const isOfGroups = rule.at === 'security_groups'
    if (isOfGroups && onlyAdds(contradiction) && this.#accepted.has('actOnServer removeSecurityGroup'))
      return { ...contradiction, requirement: 'groups.remove.detaches' }
    const isResize = rule.isKeptByResize === true && !onlyAdds(contradiction) && kinds.has('actOnServer resize')
    if (!isResize) return contradiction
    if (kinds.size > 1 || (isOfGroups && this.#removedGroups?.mayExplain(known, contradiction))) return undefined
    return asSideEffectOfResize(contradiction, rule)
  }

  /** Compares the states with the status, separately in responses about the server itself and in lists. */
  #checkStates(description: unknown, context: ReadContext): readonly Contradiction[] {
    if (context.view === 'own') return this.#states.read(description, context)
    return context.isListed ? this.#listedStates.read(description, context, this.#states) : []
  }

  /** Finds contradictions within a single response, independent of earlier ones. */
  #checkShown(description: unknown, atRest: boolean, { view, pointer }: ReadContext): readonly Contradiction[] {
    if (view !== 'own') return []
    this.#wasAtRest ||= atRest
    const wasRequested = (kind: string): boolean => this.wasChangedBy(kind)
    const found = [
      this.#wasAtRest ? findUnrequestedStatus(description, pointer, wasRequested) : undefined,
      atRest ? findWrongEmbeddedLink(description, pointer, this.request, wasRequested) : undefined,
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
