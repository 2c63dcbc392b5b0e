import type { ApiResponse } from '#harness'

/**
 * Reads again and again until an answer is as hoped, or so many milliseconds are over; returns the last answer. For what
 * a test stands on: what it judges is awaited by its judge, who says what was wrong when it did not come.
 */
export async function pollUntilSettled(
  read: () => Promise<ApiResponse>,
  holds: (response: ApiResponse) => boolean,
  within: number,
): Promise<ApiResponse> {
  const began = performance.now()
  for (;;) {
    const response = await read()
    const elapsed = performance.now() - began
    if (holds(response) || elapsed > within) return response
    const pause = Math.min(Math.max(elapsed * 0.2, response.exchange.ms * 4, 4), 5_000)
    await new Promise((resume) => setTimeout(resume, pause))
  }
}
