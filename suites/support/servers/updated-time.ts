/** The time of the last change, `updated`. */
import { type ApiResponse, assumeDefined, type ComputeClient, hasValueMatching, type Matcher } from '#harness'

const updatedPointer = 'body/server/updated'

/** Returns milliseconds since the epoch, or undefined for text that is not a time, which the OpenAPI description covers. */
export const parseTime = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** Formats milliseconds since the epoch as ISO 8601. */
export const formatTime = (ms: number): string => new Date(ms).toISOString()

/** Two changes this far apart have different times, which are in whole seconds. */
export const distinctTimesMs = 1_100

/** The interval between two changes that are repeated until the next second has begun, in milliseconds. */
const changeIntervalMs = 250

/**
 * Repeats a change until the server that it returns has a later time, which is in whole seconds: for `distinctTimesMs`, after which each
 * change has a later time. Returns the last one.
 */
export async function changeUntil(
  { run: { clock } }: ComputeClient,
  change: () => Promise<ApiResponse>,
  isLater: (shown: ApiResponse) => boolean,
): Promise<ApiResponse> {
  const lastAt = clock.now() + distinctTimesMs
  for (;;) {
    const isLast = clock.now() >= lastAt
    const shown = await change()
    if (isLast || isLater(shown)) return shown
    await clock.sleep(changeIntervalMs)
  }
}

/** Matches a server whose last change is after this time, in milliseconds since the epoch. */
export const isUpdatedAfter = (time: number): Matcher =>
  hasValueMatching(
    updatedPointer,
    `a time after ${formatTime(time)}`,
    (value) => typeof value === 'string' && Date.parse(value) > time,
  )

/**
 * Returns the time of the last change, in milliseconds since the epoch.
 * @throws InconclusiveError for a server that shows none
 */
export const assumeUpdated = (shown: ApiResponse): number => {
  const updated = assumeDefined(
    shown.string(updatedPointer),
    'The server shows no time of its last change.',
    'servers.updated',
  )
  return assumeDefined(parseTime(updated), 'The time of the last change is not a time.', 'servers.updated')
}

/** Matches a server whose last change is not before this time, in milliseconds since the epoch, or which shows no time. */
export const isNotSetBack =
  (earliest: number): Matcher =>
  (shown) => {
    const text = shown.string(updatedPointer) ?? ''
    if ((parseTime(text) ?? earliest) >= earliest) return undefined
    return {
      message: 'The time of the last change is earlier than before the server was changed.',
      at: updatedPointer,
      expected: `${formatTime(earliest)} or later`,
      actual: text,
    }
  }

/**
 * Records a violation by a server that was changed since it was shown, and shows an earlier time of its last change than then.
 * `isAllowed`: the matcher of the time, given the earlier one; a later time only if the change was `distinctTimesMs` after the response.
 */
export async function compareUpdated(
  compute: ComputeClient,
  serverId: string,
  before: ApiResponse,
  isAllowed: (earliest: number) => Matcher = isNotSetBack,
): Promise<void> {
  const earliest = parseTime(before.string(updatedPointer) ?? '')
  if (earliest === undefined) return
  const matches = isAllowed(earliest)
  const show = () => compute.call('showServer', { path: { serverId } })
  const isLater = (shown: ApiResponse) => matches(shown) === undefined
  const { value: shown } = await compute.poll(show, isLater, 'propagation', 'servers.updated-moves')
  const mismatch = matches(shown)
  if (mismatch) compute.recordViolation('servers.updated-moves', shown, mismatch)
}

/**
 * Runs a change of a server that must have a later time than the state before it, which is shown first. The
 * change begins `distinctTimesMs` later, so that the two times are distinct.
 */
export async function verifyLaterUpdate<Result>(
  compute: ComputeClient,
  serverId: string,
  change: () => Promise<Result>,
): Promise<Result> {
  const before = await compute.call('showServer', { path: { serverId } })
  await compute.run.clock.sleep(distinctTimesMs)
  const result = await change()
  await compareUpdated(compute, serverId, before, isUpdatedAfter)
  return result
}
