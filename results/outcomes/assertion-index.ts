import type { AssertionResult } from '#model'
import type { TestResult } from '../test-result.ts'

/** The assertions of a run by requirement: a run has thousands of them, and every requirement asks for its own. */
export class AssertionIndex {
  readonly #byRequirement = new Map<string, AssertionResult[]>()
  /** The tests that asserted a requirement or observed it in a response. */
  readonly #tests = new Map<string, Set<TestResult>>()

  constructor(tests: readonly TestResult[]) {
    for (const test of tests) {
      const { assertions, observed } = test.evidence
      for (const assertion of assertions) {
        const all = this.#byRequirement.get(assertion.requirement)
        if (all) all.push(assertion)
        else this.#byRequirement.set(assertion.requirement, [assertion])
        this.#addTest(assertion.requirement, test)
      }
      for (const id of observed) this.#addTest(id, test)
    }
  }

  /** Returns the assertions of a requirement, in the order of the tests. */
  assertionsOf(id: string): readonly AssertionResult[] {
    return this.#byRequirement.get(id) ?? []
  }

  /** Returns the tests that asserted a requirement or observed it in a response. */
  testsOf(id: string): ReadonlySet<TestResult> {
    return this.#tests.get(id) ?? new Set()
  }

  #addTest(id: string, test: TestResult): void {
    const tests = this.#tests.get(id)
    if (tests) tests.add(test)
    else this.#tests.set(id, new Set([test]))
  }
}
