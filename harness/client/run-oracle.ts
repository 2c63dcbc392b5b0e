import { type Contradiction, isReading, type ObservedCall, type ObservedResponse } from '../oracle/observation.ts'
import { Oracle } from '../oracle/oracle.ts'
import { groupIdOf, ServerGroupMemory } from '../traffic/rules/server-group-memory.ts'
import { isAccepted, isRejected } from '../traffic/rules/traffic-rule.ts'

/** The test oracle of a run, which compares server groups as well, by the rule for the traffic of other clients. */
export class RunOracle extends Oracle {
  readonly #groups: ServerGroupMemory
  /** The groups whose last response by themselves was 404, which says more than a list that leaves them out. */
  readonly #unfound = new Set<string>()

  /** As in `Oracle`. */
  constructor(graceMs: number, effectMs = graceMs) {
    super(graceMs, effectMs)
    this.#groups = new ServerGroupMemory(graceMs)
  }

  override begin(call: ObservedCall): void {
    super.begin(call)
    this.#groups.begin(call)
  }

  override abandon(call: ObservedCall, now: number): void {
    super.abandon(call, now)
    this.#forgetChanged(call)
  }

  override observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const found = super.observe(call, response)
    if (call.isAuthorized && !(call.isInvalid && isAccepted(response)))
      return [...found, ...this.#compareGroups(call, response)]
    this.#groups.cancel(call)
    // An unauthorized or invalid request that was accepted may have changed the group.
    if (!isRejected(response)) this.#forgetChanged(call)
    return found
  }

  override forget(resource: string): void {
    super.forget(resource)
    this.#groups.forget(resource)
  }

  #compareGroups(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    if (call.operation === 'showServerGroup') {
      if (response.status === 404) this.#unfound.add(groupIdOf(call))
      else this.#unfound.delete(groupIdOf(call))
    }
    return this.#groups
      .observe(call, response)
      .filter(
        ({ requirement, assumes }) =>
          requirement !== 'server-groups.list.answers' || !this.#unfound.has(assumes?.id ?? ''),
      )
  }

  #forgetChanged(call: ObservedCall): void {
    if (isReading(call.operation)) return
    for (const id of [groupIdOf(call), call.resource ?? '']) this.#groups.forget(id)
  }
}
