/** The time of the last change that a server shows. */
import { type ApiResponse, assumeDefined, hasValueMatching, type Matcher } from '#harness'

/** Milliseconds since the epoch, or undefined for text that is not a time, which the OpenAPI description covers. */
export const parseTime = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

export const formatTime = (ms: number): string => new Date(ms).toISOString()

/** Times are in whole seconds: of two changes that are this far apart, the second one shows a later time. */
export const distinctTimesMs = 1_100

/** The server shows a change after this time. */
export const isUpdatedAfter = (time: number): Matcher =>
  hasValueMatching(
    'body/server/updated',
    `a time after ${formatTime(time)}`,
    (value) => typeof value === 'string' && Date.parse(value) > time,
  )

/**
 * The time of the last change.
 * @throws InconclusiveError for a server that shows none
 */
export const assumeUpdated = (shown: ApiResponse): number => {
  const updated = assumeDefined(
    shown.string('body/server/updated'),
    'The server shows no time of its last change.',
    'servers.updated',
  )
  return assumeDefined(parseTime(updated), 'The time of the last change is not a time.', 'servers.updated')
}
