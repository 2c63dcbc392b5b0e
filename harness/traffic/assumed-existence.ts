import { resolvePointer } from '#contract'
import type { AssertionResult, OperationId } from '#model'
import { isDeletedStatus } from '../oracle/deleted-resources.ts'
import { type ExistingResource, type ObservedCall, type ObservedResponse, resourceKey } from '../oracle/observation.ts'
import { maxRecent } from './exchange-history.ts'
import { rememberIn } from './rules/traffic-rule.ts'

/** Operations that show one resource: its kind, and the member of the body that describes it. */
const shows: Readonly<Partial<Record<OperationId, readonly [kind: ExistingResource['kind'], member: string]>>> = {
  showServer: ['server', 'server'],
  showKeypair: ['keypair', 'keypair'],
  showServerGroup: ['server group', 'server_group'],
}

/** A violation that a response shows, if what it assumes is true. */
export interface FoundViolation {
  /** The resource that has to exist still. */
  readonly assumes: ExistingResource | undefined
  readonly assertion: AssertionResult
}

interface Withheld {
  readonly assertions: Map<string, AssertionResult>
  /** How a keypair was shown before: one that others create again has its name. */
  readonly shown: string | undefined
}

/**
 * Withholds violations that assume a resource to exist of which the response says nothing: clients that are not observed may have deleted
 * it. That it is shown again proves that it existed all the time.
 */
export class AssumedExistence {
  readonly #withheld = new Map<string, Withheld>()
  /** How keypairs were last shown, as JSON. */
  readonly #shown = new Map<string, string>()

  /** The violations that stand after a response. `scope`: whose resources they are about. */
  settle(
    scope: string,
    call: ObservedCall & { readonly parameters: Readonly<Record<string, string>> },
    response: ObservedResponse,
    found: readonly FoundViolation[],
  ): readonly AssertionResult[] {
    const released = this.#release(scope, call, response)
    for (const { assumes, assertion } of found)
      if (assumes) this.#withhold(`${scope} ${resourceKey(assumes)}`, assertion)
    return [...released, ...found.flatMap(({ assumes, assertion }) => (assumes ? [] : assertion))]
  }

  #withhold(key: string, assertion: AssertionResult): void {
    const { assertions, shown } = this.#withheld.get(key) ?? { assertions: new Map(), shown: this.#shown.get(key) }
    if (!assertions.has(assertion.requirement)) assertions.set(assertion.requirement, assertion)
    rememberIn(this.#withheld, key, { assertions, shown })
  }

  #release(
    scope: string,
    { operation, resource, parameters }: Parameters<AssumedExistence['settle']>[1],
    { status, body, exchange }: ObservedResponse,
  ): readonly AssertionResult[] {
    const [kind, member] = shows[operation] ?? []
    if (kind === undefined || status !== 200) return []
    const key = `${scope} ${resourceKey({ kind, id: parameters['serverGroupId'] ?? resource ?? '' })}`
    const description = resolvePointer(body, `body/${member}`)
    const shown = kind === 'keypair' ? JSON.stringify(description) : undefined
    const withheld = this.#withheld.get(key)
    this.#withheld.delete(key)
    if (shown !== undefined) rememberIn(this.#shown, key, shown)
    if (withheld === undefined || withheld.shown !== shown || isDeletedStatus(description)) return []
    // A finding refers to its exchange, which is forgotten some time.
    return [...withheld.assertions.values()].filter(({ finding }) => exchange - (finding?.exchange ?? 0) < maxRecent)
  }
}
