/** Preconditions that a test does not strictly need. */
import { InconclusiveError } from '#harness'

/**
 * Returns the result, or the InconclusiveError with which the attempt ended: there was no usable response, or a precondition was not met.
 * For tests that continue without the result and report the error only if they need it.
 */
export async function orInconclusive<T>(attempt: Promise<T>): Promise<T | InconclusiveError> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof InconclusiveError) return error
    throw error
  }
}

/** Returns the result, or undefined if the attempt ends inconclusive. For tests that have an alternative. */
export async function orNone<T>(attempt: Promise<T>): Promise<T | undefined> {
  const result = await orInconclusive(attempt)
  return result instanceof InconclusiveError ? undefined : result
}

/**
 * Returns the result of `orInconclusive`.
 * @throws InconclusiveError if the result is that error
 */
export function assumeResult<T>(result: T | InconclusiveError): T {
  if (result instanceof InconclusiveError) throw result
  return result
}
