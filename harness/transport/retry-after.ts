/** The milliseconds that a Retry-After asks to wait, given in seconds or as a date; undefined when it says nothing of use. */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined || value.length > 64) return undefined
  const text = value.trim()
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
