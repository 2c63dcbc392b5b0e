import { type Answer, type Compute, type Judge, rests, type Sighting, tellJourney } from '#harness'

/** A resize that is asked for. */
interface Wanted {
  readonly serverId: string
  readonly flavorRef: string
}

const resize = (compute: Compute, { serverId, flavorRef }: Wanted, more: Record<string, string> = {}) =>
  compute.call('actOnServer', { path: { serverId }, body: { resize: { flavorRef, ...more } } })

/**
 * Asks for another flavor with a disk configuration, and without it where that was refused: then it is the disk
 * configuration that was not accepted, and nothing else need fail for it. Returns the answer that counts for the resize.
 */
export async function resizeWith(
  compute: Compute,
  wanted: Wanted,
  diskConfig: 'AUTO' | 'MANUAL',
  judge: Judge,
): Promise<Answer> {
  const answer = await resize(compute, wanted, { 'OS-DCF:diskConfig': diskConfig })
  const counts = answer.succeeded ? answer : await resize(compute, wanted)
  judge.that(answer.succeeded || !counts.succeeded, answer, {
    message: `A resize with OS-DCF:diskConfig ${diskConfig} was refused, and the same without it was not.`,
    at: 'status',
    expected: 'a success (2xx)',
    actual: String(answer.status),
  })
  return counts
}

/**
 * Asks for the same again while the first is in progress; that has to be refused. A server whose resize is over by then
 * is not asked: its state allows one.
 */
export async function resizeAgain(compute: Compute, wanted: Wanted, judge: Judge): Promise<void> {
  const shown = await compute.call('showServer', { path: { serverId: wanted.serverId } })
  if (rests('ACTIVE')(shown) || rests('SHUTOFF')(shown)) judge.fulfilled()
  else judge.refuse(await resize(compute, wanted))
}

/**
 * Says whether a server has the new flavor: at rest, or waiting for a confirmation, which stock Nova may do for ever.
 */
export const hasFlavor =
  (flavorRef: string) =>
  (answer: Answer): boolean =>
    answer.at('body/server/flavor/id') === flavorRef &&
    ['VERIFY_RESIZE', 'ACTIVE', 'SHUTOFF'].some((status) => rests(status)(answer))

/** The names of the state in which the flavor changes: what Nova and the vendor say, and what the draft has. */
const underWay = ['RESIZE', 'RESIZED']

/**
 * Judges what a server says during a resize, and reports by which name. `ends` are the statuses before and after it. A
 * strange status after the work, when no task is left, is taken for that of a resize that waits for its confirmation.
 */
export function judgeResizing(
  judges: { readonly resize: Judge; readonly verify: Judge },
  { answer, journey }: { readonly answer: Answer; readonly journey: readonly Sighting[] },
  ends: readonly string[],
): void {
  const began = journey.findIndex(({ status }) => underWay.includes(status))
  const isStrange = ({ status }: Sighting) => ![...underWay, ...ends, 'VERIFY_RESIZE'].includes(status)
  const isHidden = ({ status, taskState }: Sighting) => ends.includes(status) && /^resize/.test(taskState ?? '')
  const waiting = journey.find((seen, at) => isStrange(seen) && began >= 0 && at > began && seen.taskState === null)
  const working = journey.find((seen) => isHidden(seen) || (isStrange(seen) && seen !== waiting))
  const fault = (expected: string) => ({
    message: 'The server did not say that it was being resized.',
    at: 'body/server/status',
    expected,
    actual: tellJourney(journey),
  })
  judges.resize.that(working === undefined, answer, fault(`${underWay.join(' or ')} while the flavor changes`))
  judges.verify.that(waiting === undefined, answer, fault('VERIFY_RESIZE while it waits for a confirmation'))
  if (began >= 0) judges.resize.fulfilled(journey[began]?.status)
}
