/** Preconditions that a test can do without. */
import { InconclusiveError } from '#harness'

/**
 * The result, or the error if the attempt ends inconclusive: there was no usable response, or a precondition could not be met. For
 * tests that go on without the result, and say why where they need it.
 */
export async function orInconclusive<T>(attempt: Promise<T>): Promise<T | InconclusiveError> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof InconclusiveError) return error
    throw error
  }
}

/** The result, or undefined if the attempt ends inconclusive. For tests that have another way. */
export async function orNone<T>(attempt: Promise<T>): Promise<T | undefined> {
  const result = await orInconclusive(attempt)
  return result instanceof InconclusiveError ? undefined : result
}

/**
 * Unwraps what `orInconclusive` returned.
 * @throws InconclusiveError if that is what it returned
 */
export function assumeResult<T>(result: T | InconclusiveError): T {
  if (result instanceof InconclusiveError) throw result
  return result
}
