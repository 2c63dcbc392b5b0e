/** A signal for one request. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Stops the timer; to be called when the request has ended. */
  clear(): void
}

/**
 * Creates a signal that is aborted by another one, or with a `TimeoutError` after a time in milliseconds. `AbortSignal.any` and `.timeout`
 * do the same, but leave weak references to be collected for every request.
 */
export function createDeadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  const controller = new AbortController()
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
  }, timeoutMs)
  timer.unref()
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}
