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

/** A violation that a response shows, provided that its assumption is true. */
export interface FoundViolation {
  /** The resource that must still exist. */
  readonly assumes: ExistingResource | undefined
  readonly assertion: AssertionResult
}

interface Withheld {
  readonly assertions: Map<string, AssertionResult>
  /** The last description of a keypair, as JSON: another client may have created a different keypair with the same name. */
  readonly shown: string | undefined
}

/**
 * Withholds violations that assume the existence of a resource that the response does not show, because a client that is not observed may
 * have deleted it. They are released when a later response shows the resource, which proves that it existed all the time.
 */
export class AssumedExistence {
  readonly #withheld = new Map<string, Withheld>()
  /** The last description of each keypair, as JSON. */
  readonly #shown = new Map<string, string>()

  /** Returns the violations that are certain after a response. `scope`: the owner of the resources. */
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
    // A finding refers to its exchange, which is not kept for long.
    return [...withheld.assertions.values()].filter(({ finding }) => exchange - (finding?.exchange ?? 0) < maxRecent)
  }
}
