let tick: Promise<void> | undefined

/**
 * Resolves in the next tick of the event loop, at the same moment for every caller of the current one. Requests that arrive
 * together are then handled step by step side by side: each step finds its code and data in the processor's caches, and a
 * sleeping client wakes once for many responses. These two effects dominate the cost of a small response.
 */
export function nextTickBatch(): Promise<void> {
  tick ??= new Promise((resolve) => {
    setImmediate(() => {
      tick = undefined
      resolve()
    })
  })
  return tick
}
