/** Steps of a story that go on after one of them has failed. */
import { InconclusiveError, NonconformanceError } from '#harness'

/** The `step` fixture. */
type Step = <T>(name: string, body: () => Promise<T>) => Promise<T>

interface IndependentSteps {
  /** Runs a step. A violation or a missing precondition ends this step alone; the result says whether it reached its end. */
  attempt(name: string, body: () => Promise<void>): Promise<boolean>
  /** Ends the test as its first failed step did, if one failed. */
  end(): void
}

/** For stories whose later steps do not depend on all earlier ones. Errors of the suite itself end the test at once. */
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
