import { describeValue, elementNoun } from '../findings/describe-value.ts'
import { escapePointerKey } from '../spec/json-pointer.ts'
import { jsonPreview } from '../spec/json-preview.ts'

/** How many elements of a list have the same violation. */
export interface ViolationShare {
  readonly count: number
  /** The number of elements in the list, or in all lists at this place of the schema. */
  readonly total: number
  /** A noun in the plural for the elements. */
  readonly noun: string
  /** Path from an element to the violation, such as `name`; empty for the element itself. */
  readonly path: string
}

/** Where a response departs from the OpenAPI description, attributed to one requirement. */
export interface Violation {
  readonly requirement: string
  /** `status`, `headers/<name>`, or a JSON pointer into the response such as `body/server/status`. The first of several places. */
  readonly at: string
  readonly expected: string
  readonly actual: string
  /** The actual value in a few words, for a sentence. */
  readonly brief: string
  /** For a violation inside a list. */
  readonly share?: ViolationShare
}

/** A place in the response: its exact pointer, and the same with `*` for array elements and free keys. */
export interface Location {
  readonly pointer: string
  readonly pattern: string
}

/** The actual value of a violation. Text for a part of the response that is absent or not JSON. */
export type ActualValue = { readonly value: unknown } | { readonly text: string }

/** Distinct violations kept per requirement and response. */
const maxViolations = 5
/** Undocumented properties kept per response, and characters kept of a pointer: a target may send any number. */
const maxUndocumented = 100
const maxPointerLength = 200

const shorten = (pointer: string): string =>
  pointer.length <= maxPointerLength ? pointer : `${pointer.slice(0, maxPointerLength - 1)}…`

/** `status` and `headers/<name>`: a place that is no part of a list. */
export const placeOf = (pointer: string): Location => ({ pointer, pattern: pointer })

/** Collects the violations in one response. The same violation in several elements of a list counts once. */
export class ViolationCollector {
  /** Requirements that the response allowed to check, satisfied or not. */
  readonly reached = new Set<string>()
  /** Requirements that the response violates, at an exempt place too. */
  readonly broken = new Set<string>()
  /** Pointers of documented properties that the body contains; `*` stands for array elements and free keys. */
  readonly properties = new Set<string>()
  readonly undocumentedProperties = new Set<string>()
  readonly #isExempt: (pointer: string) => boolean
  readonly #scope: ReadonlySet<string> | undefined
  readonly #groups = new Map<string, { readonly pattern: string; readonly first: Violation; count: number }>()
  readonly #groupCounts = new Map<string, number>()
  readonly #elements = new Map<string, number>()

  /** `isExempt`: whether violations at a place do not count. `scope`: the ids of the requirements to check; default: all. */
  constructor(isExempt: (pointer: string) => boolean = () => false, scope?: ReadonlySet<string>) {
    this.#isExempt = isExempt
    this.#scope = scope
  }

  addReached(id: string | undefined): void {
    if (id !== undefined && this.#isInScope(id)) this.reached.add(id)
  }

  #isInScope(id: string): boolean {
    return this.#scope === undefined || this.#scope.has(id)
  }

  /** Counts elements of a list, or free keys of an object, by the pattern of the element. */
  addElements(pattern: string, count: number): void {
    this.#elements.set(pattern, (this.#elements.get(pattern) ?? 0) + count)
  }

  /** Adds a violation. A schema node without a requirement at or above it has no `id`; its violation is dropped. */
  addViolation(id: string | undefined, { pointer, pattern }: Location, expected: string, actual: ActualValue): void {
    if (id === undefined || !this.#isInScope(id)) return
    this.reached.add(id)
    this.broken.add(id)
    if (this.#isExempt(pointer)) return
    const isMissing = 'text' in actual
    const key = JSON.stringify([id, pattern, expected, isMissing])
    const group = this.#groups.get(key)
    if (group) {
      group.count += 1
      return
    }
    const groupCount = this.#groupCounts.get(id) ?? 0
    if (groupCount >= maxViolations) return
    this.#groupCounts.set(id, groupCount + 1)
    const texts =
      'text' in actual
        ? { actual: actual.text, brief: actual.text }
        : { actual: jsonPreview(actual.value), brief: describeValue(actual.value) }
    this.#groups.set(key, { pattern, first: { requirement: id, at: shorten(pointer), expected, ...texts }, count: 1 })
  }

  /** Adds the property `name` of the object at `pattern`. */
  addUndocumented(pattern: string, name: string): void {
    if (this.undocumentedProperties.size < maxUndocumented)
      this.undocumentedProperties.add(shorten(`${pattern}/${escapePointerKey(name)}`))
  }

  get violations(): readonly Violation[] {
    return [...this.#groups.values()].map(({ pattern, first, count }) => {
      const end = pattern.lastIndexOf('/*') + 2
      const element = pattern.slice(0, end)
      const total = this.#elements.get(element) ?? 0
      if (end < 2 || total === 0) return first
      return { ...first, share: { count, total, noun: elementNoun(element), path: pattern.slice(end + 1) } }
    })
  }
}
