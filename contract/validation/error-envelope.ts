/** Whether a body is an error of the API, `{"itemNotFound": {"code": 404, "message": "…"}}`, whatever media type it has. */
export function hasErrorEnvelope(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const errors: unknown[] = Object.values(body)
  return errors.some((error) => typeof error === 'object' && error !== null && 'code' in error && 'message' in error)
}
