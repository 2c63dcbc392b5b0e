/**
 * Milliseconds; or bounds in milliseconds between which each occurrence draws its own duration; or the number of reads that
 * still show the operation in progress, independent of the clock. With 0 the next request sees the result.
 */
export type Duration = number | readonly [shortest: number, longest: number] | { readonly polls: number }

export const timedOperations = [
  'create',
  'delete',
  'start',
  'stop',
  'rebootSoft',
  'rebootHard',
  'resize',
  'verifyResize',
  'confirmResize',
  'revertResize',
  'createImage',
  'attach',
  'detach',
  'pause',
  'suspend',
  'rescue',
  'rebuild',
  'changePassword',
  'shelve',
  'shelveOffload',
  'unshelve',
  'createVolume',
  'deleteVolume',
] as const

/** An operation that takes time. An operation with several task states divides its time among them. */
export type TimedOperation = (typeof timedOperations)[number]

/** The duration of each operation. Missing entries are taken from `instant`. */
export type TimingTable = Readonly<Partial<Record<TimedOperation, Duration>>>

/** A table with every entry. */
export type CompleteTiming = Readonly<Record<TimedOperation, Duration>>

/** Just long enough for a poller on the same machine to see every intermediate state. */
const instant: CompleteTiming = {
  create: 30,
  delete: 8,
  start: 6,
  stop: 6,
  rebootSoft: 12,
  rebootHard: 10,
  resize: 15,
  verifyResize: 24,
  confirmResize: 4,
  revertResize: 8,
  createImage: 12,
  attach: 6,
  detach: 6,
  pause: 5,
  suspend: 5,
  rescue: 6,
  rebuild: 12,
  changePassword: 4,
  shelve: 10,
  shelveOffload: 4,
  unshelve: 10,
  createVolume: 4,
  deleteVolume: 4,
}

/** A small cloud on ordinary hardware; VERIFY_RESIZE lasts one second as the API document says. */
const realistic: CompleteTiming = {
  create: [3000, 6000],
  delete: 2000,
  start: 1500,
  stop: 2000,
  rebootSoft: 4000,
  rebootHard: 3000,
  resize: 8000,
  verifyResize: 1000,
  confirmResize: 500,
  revertResize: 3000,
  createImage: 4000,
  attach: 1000,
  detach: 1500,
  pause: 500,
  suspend: 1000,
  rescue: 2500,
  rebuild: [3000, 5000],
  changePassword: 500,
  shelve: 4000,
  shelveOffload: 1000,
  unshelve: 4000,
  createVolume: 1000,
  deleteVolume: 500,
}

function isPolls(value: object): value is { readonly polls: number } {
  return (
    'polls' in value && Object.keys(value).length === 1 && Number.isInteger(value.polls) && Number(value.polls) >= 0
  )
}

function isDuration(value: unknown): value is Duration {
  const isTime = (time: unknown) => typeof time === 'number' && Number.isFinite(time) && time >= 0
  if (Array.isArray(value)) return value.length === 2 && value.every(isTime) && value[0] <= value[1]
  return typeof value === 'object' && value !== null ? isPolls(value) : isTime(value)
}

function isTimedOperation(name: string): name is TimedOperation {
  return timedOperations.some((operation) => operation === name)
}

/**
 * Returns the complete table for a timing.
 * @param base provides the entries that a table leaves out
 * @throws TypeError naming an entry that is unknown or not a duration
 */
export function resolveTiming(timing: unknown = 'instant', base: CompleteTiming = instant): CompleteTiming {
  if (timing === 'instant') return instant
  if (timing === 'realistic') return realistic
  if (typeof timing !== 'object' || timing === null || Array.isArray(timing)) {
    throw new TypeError(`timing must be 'instant', 'realistic' or a table of durations, not ${JSON.stringify(timing)}`)
  }
  const complete: Record<TimedOperation, Duration> = { ...base }
  for (const [name, duration] of Object.entries(timing)) {
    if (!isTimedOperation(name)) {
      throw new TypeError(`timing.${name} is unknown; expected one of ${timedOperations.join(', ')}`)
    }
    if (!isDuration(duration)) {
      throw new TypeError(`timing.${name} must be milliseconds >= 0, a pair [shortest, longest] or {"polls": n}`)
    }
    complete[name] = duration
  }
  return complete
}
