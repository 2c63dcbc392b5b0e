/** A fault of the requests that match it: a wrong status, a delay, or a broken connection. */
export interface FaultRule {
  /** The name that responses report in `X-Emulator-Fault`. */
  readonly name: string
  /** The name of an operation, as in the request log and on the parity page; `*` matches any text. */
  readonly operation?: string | undefined
  /** Only with `path`; the default is any method. */
  readonly method?: string | undefined
  /** The path of the request without its query; `*` matches any text. */
  readonly path?: string | undefined
  /** The number of matching requests to which it applies, from the first; the default is all. */
  readonly calls?: number | undefined
  /** The delay of the response, in milliseconds of real time. */
  readonly delay?: number | undefined
  /** The status in place of the right one, with a body in the format of the service. */
  readonly status?: number | undefined
  /** Additional headers of an injected response, for example `retry-after`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Breaks the connection in place of a response. */
  readonly reset?: boolean | undefined
  /** `before` (the default): the request is not carried out. `after`: it is, and only its response is lost. */
  readonly when?: 'before' | 'after' | undefined
}

/** A rule and the number of requests to which it has applied. */
export interface ActiveFaultRule {
  readonly injection: FaultRule
  readonly met: number
}

/** The parts of a request that rules are matched against. */
export interface RequestMatch {
  /** One name, or for an action `servers.action` and `servers.action.<key>`. */
  readonly operations: readonly string[]
  readonly method: string
  readonly path: string
}

function globPattern(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`)
}

interface Entry {
  readonly injection: FaultRule
  readonly matches: (request: RequestMatch) => boolean
  met: number
}

function matcher({ operation, method, path }: FaultRule): Entry['matches'] {
  const operationPattern = operation === undefined ? undefined : globPattern(operation)
  const pathPattern = path === undefined ? undefined : globPattern(path)
  return (request) =>
    (operationPattern === undefined || request.operations.some((name) => operationPattern.test(name))) &&
    (pathPattern === undefined || pathPattern.test(request.path)) &&
    (method === undefined || method.toUpperCase() === request.method)
}

/** The fault rules of one emulator. The first one that matches a request applies. */
export class FaultRules {
  #entries: Entry[] = []

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** Adds a rule, or replaces the rule of the same name and its count. */
  put(injection: FaultRule, met = 0): void {
    const entry = { injection, matches: matcher(injection), met }
    const index = this.#entries.findIndex((candidate) => candidate.injection.name === injection.name)
    if (index === -1) this.#entries.push(entry)
    else this.#entries[index] = entry
  }

  /** @returns whether there was a rule of this name. */
  remove(name: string): boolean {
    const count = this.#entries.length
    this.#entries = this.#entries.filter(({ injection }) => injection.name !== name)
    return this.#entries.length < count
  }

  clear(): void {
    this.#entries = []
  }

  entries(): readonly ActiveFaultRule[] {
    return this.#entries.map(({ injection, met }) => ({ injection, met }))
  }

  /** Returns the rule that applies to a request, which it counts. */
  match(request: RequestMatch): FaultRule | undefined {
    const entry = this.#entries.find(
      ({ injection, matches, met }) => met < (injection.calls ?? Number.POSITIVE_INFINITY) && matches(request),
    )
    if (entry === undefined) return undefined
    entry.met++
    return entry.injection
  }
}
