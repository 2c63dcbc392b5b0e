import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import { emptyEvidence, type TestError, type TestResult } from './test-result.ts'

type Thrown = ReturnType<TestModule['errors']>[number]

const toCaseError = (thrown: Thrown): TestError => ({
  name: thrown.name ?? 'Error',
  message: thrown.message,
  ...(typeof thrown['requirement'] === 'string' && { requirement: thrown['requirement'] }),
})

/** Vitest keeps the errors of earlier attempts on a test that passed in the end; those stopped nothing. */
function toCaseResult(test: TestCase): TestResult {
  const result = test.result()
  const { requirements = [], evidence = emptyEvidence() } = test.meta()
  const note = result.state === 'skipped' ? result.note : undefined
  return {
    id: `${test.module.relativeModuleId} > ${test.fullName}`,
    title: test.name,
    state: result.state === 'pending' ? 'failed' : result.state,
    ...(note !== undefined && { note }),
    requirements,
    evidence,
    errors: result.state === 'failed' ? result.errors.map(toCaseError) : [],
  }
}

const sentence = (place: string, { name, message }: TestError) => `${place}: ${name}: ${message}`

/**
 * Turns what Vitest reports into plain data. The only place that knows Vitest's reporter interface. It never throws: an
 * error in a reporter would turn the run red and silence whatever comes after it.
 */
export class ResultCollector implements Reporter {
  readonly #cases = new Map<string, TestResult>()
  readonly #errors = new Set<string>()
  readonly #onCase: (result: TestResult) => void

  /** `onCase` hears every finished test, for live progress. What it throws is noted as a trouble. */
  constructor(onCase: (result: TestResult) => void = () => {}) {
    this.#onCase = onCase
  }

  onTestCaseResult(test: TestCase): void {
    const result = toCaseResult(test)
    this.#cases.set(test.id, result)
    try {
      this.#onCase(result)
    } catch (error) {
      this.#errors.add(`progress: ${error}`)
    }
  }

  /** Errors of a suite's own hooks. Its tests are then skipped without a word, so this is where one hears of it. */
  onTestSuiteResult(suite: TestSuite): void {
    this.#note(`${suite.module.relativeModuleId} > ${suite.fullName}`, suite.errors())
  }

  onTestModuleEnd(module: TestModule): void {
    this.#note(module.relativeModuleId, module.errors())
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly Thrown[]): void {
    this.#note('outside any test', unhandled)
  }

  /** Sorted by id, since the order in which modules end is chance. */
  get testResults(): readonly TestResult[] {
    return [...this.#cases.values()].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
  }

  /** What went wrong outside the tests, one sentence each. */
  get errors(): readonly string[] {
    return [...this.#errors]
  }

  #note(place: string, errors: readonly Thrown[]): void {
    for (const error of errors) this.#errors.add(sentence(place, toCaseError(error)))
  }
}
