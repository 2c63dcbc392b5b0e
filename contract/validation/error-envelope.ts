import { resolvePointer } from '../spec/json-pointer.ts'

/** Tells whether a body is an error of the API, `{"itemNotFound": {"code": 404, "message": "…"}}`, whatever media type it has. */
export function hasErrorEnvelope(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const errors: unknown[] = Object.values(body)
  return errors.some((error) => typeof error === 'object' && error !== null && 'code' in error && 'message' in error)
}

/**
 * Returns the code in the only member of an error of the API, also where it is written as a text; undefined in a body of another form.
 * Types and form are the matter of errors.envelope.
 */
export function errorCode(body: unknown): number | undefined {
  const members: readonly unknown[] = typeof body === 'object' && body !== null ? Object.values(body) : []
  const code = members.length === 1 ? resolvePointer(members[0], 'error/code') : undefined
  if (typeof code === 'string' && /^\d+$/.test(code)) return Number(code)
  return typeof code === 'number' ? code : undefined
}
