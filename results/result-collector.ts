import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import { emptyEvidence } from '#model'
import type { TestError, TestResult } from './test-result.ts'

type SerializedError = ReturnType<TestModule['errors']>[number]

const toTestError = (error: SerializedError): TestError => ({
  name: error.name ?? 'Error',
  message: error.message,
  ...(typeof error['requirement'] === 'string' && { requirement: error['requirement'] }),
  ...(typeof error['blockedBy'] === 'string' && { blockedBy: error['blockedBy'] }),
})

/**
 * Converts a finished test. Errors are kept for failed tests only: a test that passed on retry still has those of
 * earlier attempts.
 */
function toTestResult(test: TestCase): TestResult {
  const result = test.result()
  const { requirements = [], whereAvailable, evidence = emptyEvidence() } = test.meta()
  const note = result.state === 'skipped' ? result.note : undefined
  return {
    id: `${test.module.relativeModuleId} > ${test.fullName}`,
    title: test.name,
    state: result.state === 'pending' ? 'failed' : result.state,
    ...(note !== undefined && { note }),
    requirements,
    ...(whereAvailable && { whereAvailable }),
    evidence,
    errors: result.state === 'failed' ? result.errors.map(toTestError) : [],
  }
}

/**
 * A Vitest reporter that collects test results as plain data. It never throws, because an error in a reporter fails the run
 * and stops the reporters after it.
 */
export class ResultCollector implements Reporter {
  readonly #testResults = new Map<string, TestResult>()
  readonly #errors = new Set<string>()
  readonly #onTest: (result: TestResult) => void

  /** `onTest` is called with every finished test. An error that it throws is recorded in `errors`. */
  constructor(onTest: (result: TestResult) => void = () => {}) {
    this.#onTest = onTest
  }

  onTestCaseResult(test: TestCase): void {
    const result = toTestResult(test)
    this.#testResults.set(test.id, result)
    try {
      this.#onTest(result)
    } catch (error) {
      this.#errors.add(`progress: ${error}`)
    }
  }

  /** Records errors of a suite's hooks. Vitest skips the tests of such a suite without giving the reason. */
  onTestSuiteResult(suite: TestSuite): void {
    this.#recordErrors(`${suite.module.relativeModuleId} > ${suite.fullName}`, suite.errors())
  }

  onTestModuleEnd(module: TestModule): void {
    this.#recordErrors(module.relativeModuleId, module.errors())
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    this.#recordErrors('outside any test', unhandled)
  }

  /** Sorted by id, because the order in which modules end varies. */
  get testResults(): readonly TestResult[] {
    return [...this.#testResults.values()].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)))
  }

  /** Errors outside the tests, one sentence each. */
  get errors(): readonly string[] {
    return [...this.#errors]
  }

  #recordErrors(location: string, errors: readonly SerializedError[]): void {
    for (const { name, message } of errors.map(toTestError)) this.#errors.add(`${location}: ${name}: ${message}`)
  }
}
