/** One place where a response departs from the OpenAPI description, attributed to one requirement. */
export interface Violation {
  readonly requirement: string
  /** `status`, `headers/<name>`, or a JSON pointer into the response such as `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
}

/** Violations kept per requirement and response: the thousandth broken element of a list adds no information. */
const maxViolations = 5
/** Undocumented properties kept per response, and characters kept of a pointer: a target may send any number. */
const maxUndocumented = 100
const maxPointerLength = 200

const shorten = (pointer: string): string =>
  pointer.length <= maxPointerLength ? pointer : `${pointer.slice(0, maxPointerLength - 1)}…`

/** Collects what the validation of one response finds. */
export class ViolationCollector {
  readonly violations: Violation[] = []
  /** Requirements that the response allowed to check, satisfied or not. */
  readonly reached = new Set<string>()
  /** Pointers of documented properties that the body contains; `*` stands for array elements and free keys. */
  readonly properties = new Set<string>()
  readonly undocumentedProperties = new Set<string>()
  readonly #counts = new Map<string, number>()

  addReached(id: string | undefined): void {
    if (id !== undefined) this.reached.add(id)
  }

  /** A schema node without a requirement at or above it has no `id`; its violation is dropped. */
  addViolation(id: string | undefined, at: string, expected: string, actual: string): void {
    if (id === undefined) return
    this.reached.add(id)
    const count = this.#counts.get(id) ?? 0
    if (count >= maxViolations) return
    this.#counts.set(id, count + 1)
    this.violations.push({ requirement: id, at: shorten(at), expected, actual })
  }

  addUndocumented(pointer: string): void {
    if (this.undocumentedProperties.size < maxUndocumented) this.undocumentedProperties.add(shorten(pointer))
  }
}
