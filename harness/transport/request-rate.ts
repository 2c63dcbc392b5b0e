/** After this many rejections in a row, the service is assumed to limit the rate. An occasional rejection may have any reason. */
const minRejections = 3
/**
 * The window in which accepted requests are counted, in milliseconds: that of most limits, or the wait that the target requests if longer.
 */
const minWindowMs = 1_000
const maxWindowMs = 60_000
/** At most this many accepted requests are counted. */
const maxCounted = 1_000
/** The fractions by which an accepted request shortens the interval, and a rejected one lengthens it, to correct the measurement. */
const shorteningPerAcceptance = 0.001
const lengtheningPerRejection = 0.05
/** Requests are no longer spaced if the interval is shorter, in milliseconds. */
const negligibleMs = 2
/** One measurement may lengthen the interval by at most this factor. */
const maxSlowdown = 4

/**
 * The rate of requests that a service accepts. It counts as unlimited until the service rejects several requests in a row as too
 * many; from then on requests are spaced so that no more are sent than were accepted in the same time before. Times are in
 * milliseconds of a monotonic clock.
 */
export class RequestRate {
  /** When the latest requests were accepted. */
  readonly #accepted: number[] = []
  /** Most requests accepted within one window since the last measurement. */
  #most = 0
  #windowMs = minWindowMs
  #rejections = 0
  #measuredAt = Number.NEGATIVE_INFINITY
  #intervalMs = 0
  #nextAt = 0

  /** Milliseconds between two requests; 0 while the rate is not limited. */
  get intervalMs(): number {
    return this.#intervalMs
  }

  /** Tells whether a request was accepted at this time or later. */
  hasAcceptedSince(time: number): boolean {
    return (this.#accepted.at(-1) ?? Number.NEGATIVE_INFINITY) >= time
  }

  /** Reserves the next time to send a request, and returns the milliseconds until then. */
  reserve(now: number): number {
    if (this.#intervalMs === 0) return 0
    const at = Math.max(now, this.#nextAt)
    this.#nextAt = at + this.#intervalMs
    return at - now
  }

  recordAccepted(now: number): void {
    this.#rejections = 0
    this.#accepted.push(now)
    if (this.#accepted.length > maxCounted) this.#accepted.shift()
    this.#most = Math.max(this.#most, this.#countSince(now - this.#windowMs))
    const shorterMs = this.#intervalMs * (1 - shorteningPerAcceptance)
    this.#intervalMs = shorterMs < negligibleMs ? 0 : shorterMs
  }

  /** `sentAt`: a request sent before the last measurement says nothing about the rate after it. */
  recordRejected(now: number, sentAt: number, retryAfterMs: number): void {
    if (sentAt < this.#measuredAt) return
    this.#intervalMs *= 1 + lengtheningPerRejection
    if (++this.#rejections >= minRejections) this.#measure(now, retryAfterMs)
  }

  #measure(now: number, retryAfterMs: number): void {
    this.#windowMs = Math.min(Math.max(minWindowMs, retryAfterMs), maxWindowMs)
    const most = Math.max(1, this.#most, this.#countSince(now - this.#windowMs))
    const max = this.#intervalMs === 0 ? maxWindowMs : maxSlowdown * this.#intervalMs
    this.#intervalMs = Math.min(Math.max(this.#windowMs / most, this.#intervalMs), max)
    this.#nextAt = now + this.#intervalMs
    this.#measuredAt = now
    this.#most = 0
    this.#rejections = 0
  }

  #countSince(time: number): number {
    return this.#accepted.length - 1 - this.#accepted.findLastIndex((at) => at <= time)
  }
}
