/** Runs the remaining steps of a test after one of them has failed. */
import { InconclusiveError, NonconformanceError } from '#harness'

/** The `step` fixture. */
type Step = <T>(name: string, body: () => Promise<T>) => Promise<T>

interface IndependentSteps {
  /** Runs a step, and returns whether it completed. A violation or an unmet precondition ends only this step. */
  attempt(name: string, body: () => Promise<void>): Promise<boolean>
  /** Throws the error of the first step with a violation, or else of the first with an unmet precondition, if there is one. */
  end(): void
}

/** Returns steps that do not depend on each other. Errors of the suite itself end the test at once. */
export function independentSteps(step: Step): IndependentSteps {
  const errors: (NonconformanceError | InconclusiveError)[] = []
  return {
    async attempt(name, body) {
      try {
        await step(name, body)
        return true
      } catch (error) {
        if (!(error instanceof NonconformanceError || error instanceof InconclusiveError)) throw error
        errors.push(error)
        return false
      }
    },
    end() {
      const error = errors.find((one) => one instanceof NonconformanceError) ?? errors[0]
      if (error) throw error
    },
  }
}
