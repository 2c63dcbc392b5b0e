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
