let previousTest: Promise<unknown> = Promise.resolve()

/**
 * Runs the bodies of tests that need two servers one after the other. Each holds one server while it waits for a second one, so concurrent ones
 * could cause a deadlock.
 */
export function serially<T>(body: () => Promise<T>): Promise<T> {
  const result = previousTest.then(body, body)
  previousTest = result
  return result
}
