/** What is to happen to requests in the place of, or after, what they ask for. */
export interface FaultRule {
  /** What answers confess in `X-Emulator-Fault`. */
  readonly name: string
  /** The name of an operation, as the request log and the parity page have it; `*` stands for any letters. */
  readonly operation?: string | undefined
  /** Only with `path`; default any. */
  readonly method?: string | undefined
  /** The path of the request without its query; `*` stands for any letters. */
  readonly path?: string | undefined
  /** How many matching requests it meets, from the first; default all. */
  readonly calls?: number | undefined
  /** Milliseconds of real time that the answer is held back. */
  readonly delay?: number | undefined
  /** Answered instead of the true status, with a body as the service would write it. */
  readonly status?: number | undefined
  /** Added to an injected answer, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Breaks the connection instead of answering. */
  readonly reset?: boolean | undefined
  /** `before` (the default): the request is not carried out. `after`: it is, and only its answer is lost. */
  readonly when?: 'before' | 'after' | undefined
}

/** An injection and how many requests it has met. */
export interface ActiveFaultRule {
  readonly injection: FaultRule
  readonly met: number
}

/** The part of a request that injections go by. */
export interface RequestMatch {
  /** One name, or for an action `servers.action` and `servers.action.<key>`. */
  readonly operations: readonly string[]
  readonly method: string
  readonly path: string
}

function patternOf(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`)
}

interface Entry {
  readonly injection: FaultRule
  readonly matches: (aim: RequestMatch) => boolean
  met: number
}

function matcher({ operation, method, path }: FaultRule): Entry['matches'] {
  const operationPattern = operation === undefined ? undefined : patternOf(operation)
  const pathPattern = path === undefined ? undefined : patternOf(path)
  return (aim) =>
    (operationPattern === undefined || aim.operations.some((name) => operationPattern.test(name))) &&
    (pathPattern === undefined || pathPattern.test(aim.path)) &&
    (method === undefined || method.toUpperCase() === aim.method)
}

/** The generic faults of one emulator, in the order in which they were given; the first that matches a request counts. */
export class FaultRules {
  #entries: Entry[] = []

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** One of the same name is replaced, and begins to count anew. */
  put(injection: FaultRule, met = 0): void {
    const entry = { injection, matches: matcher(injection), met }
    const place = this.#entries.findIndex((candidate) => candidate.injection.name === injection.name)
    if (place === -1) this.#entries.push(entry)
    else this.#entries[place] = entry
  }

  /** @returns whether there was one. */
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

  /** The injection that this request meets; it counts the request. */
  match(aim: RequestMatch): FaultRule | undefined {
    const entry = this.#entries.find(
      ({ injection, matches, met }) => met < (injection.calls ?? Number.POSITIVE_INFINITY) && matches(aim),
    )
    if (entry === undefined) return undefined
    entry.met++
    return entry.injection
  }
}
