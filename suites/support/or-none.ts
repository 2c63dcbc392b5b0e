/** Preconditions that a test can do without. */
import { InconclusiveError } from '#harness'

/**
 * The result, or undefined where it ends inconclusive: there was no usable response, or a precondition could not be met. For tests
 * that have another way.
 */
export async function orNone<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof InconclusiveError) return undefined
    throw error
  }
}

/** The result, or the error with which it ends inconclusive. For tests that go on without it and need to tell why there is none. */
export async function orInconclusive<T>(attempt: Promise<T>): Promise<T | InconclusiveError> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof InconclusiveError) return error
    throw error
  }
}

/** The result of `orInconclusive`. @throws InconclusiveError where there is none */
export function assumeResult<T>(result: T | InconclusiveError): T {
  if (result instanceof InconclusiveError) throw result
  return result
}
