import type { Exchange } from '#model'

/** `340 ms`, `12.3 s`, `3 min 4 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `#17 POST http://… -> 202 in 12 ms, req-…`. Contains text from the target that is not sanitized. */
export function formatExchangeLine({ index, method, url, status, ms, headers }: Exchange): string {
  const requestId = headers['x-compute-request-id'] ?? headers['x-openstack-request-id']
  const suffix = requestId === undefined ? '' : `, ${requestId}`
  return `#${index} ${method} ${url} -> ${status} in ${Math.round(ms)} ms${suffix}`
}
