import type { RawRequest, RawResponse } from '#harness/core'

/** A request that was recorded elsewhere, with its response if there was one and its body is complete. */
export interface RecordedExchange {
  readonly request: RawRequest
  /** When the request was sent and its response was complete, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number
  readonly response: RawResponse | undefined
  /** The number that this tool gave it when it recorded it. */
  readonly index?: number
  /** The recorder knows no fractions of a second, so that all requests of one second seem to overlap. */
  readonly isCoarse?: boolean
  /** The recording has left out exchanges before it. */
  readonly followsGap?: boolean
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Returns a member of a value that may have any shape. */
export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined

/** Returns the member, if it is a string. */
export function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}

/** Returns the member, if it is a finite number. */
export function numberOf(value: unknown, name: string): number | undefined {
  const member = memberOf(value, name)
  return typeof member === 'number' && Number.isFinite(member) ? member : undefined
}

/** Tells whether a text is a URL that a request can be sent to. */
export const isHttpUrl = (text: string): boolean => /^https?:/i.test(text) && URL.canParse(text)
