/** The time of the last change, `updated`. */
import { type ApiResponse, assumeDefined, type ComputeClient, hasValueMatching, type Matcher } from '#harness'

/** Returns milliseconds since the epoch, or undefined for text that is not a time, which the OpenAPI description covers. */
export const parseTime = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

export const formatTime = (ms: number): string => new Date(ms).toISOString()

/** Two changes this far apart have different times, which are in whole seconds. */
export const distinctTimesMs = 1_100

/** Matches a server whose last change is after this time, in milliseconds since the epoch. */
export const isUpdatedAfter = (time: number): Matcher =>
  hasValueMatching(
    'body/server/updated',
    `a time after ${formatTime(time)}`,
    (value) => typeof value === 'string' && Date.parse(value) > time,
  )

/**
 * Returns the time of the last change, in milliseconds since the epoch.
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

/** Records a violation by a server that was changed since it was shown, and shows an earlier time of its last change than then. */
export async function compareUpdated(compute: ComputeClient, serverId: string, before: ApiResponse): Promise<void> {
  const at = 'body/server/updated'
  const timeOf = (shown: ApiResponse) => parseTime(shown.string(at) ?? '')
  const earliest = timeOf(before)
  if (earliest === undefined) return
  const isLater = (shown: ApiResponse) => (timeOf(shown) ?? earliest) >= earliest
  const show = () => compute.call('showServer', { path: { serverId } })
  const { value: shown } = await compute.poll(show, isLater, 'propagation', 'servers.updated-moves')
  if (isLater(shown)) return
  compute.recordViolation('servers.updated-moves', shown, {
    message: 'The time of the last change is earlier than before the server was changed.',
    at,
    expected: `${formatTime(earliest)} or later`,
    actual: shown.string(at) ?? '',
  })
}
