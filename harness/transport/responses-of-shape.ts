import type { RawRequest, RawResponse } from './http-message.ts'

/** How many confirmations by repeats a gateway-like response needs if the target also sends other responses. */
export const requiredConfirmations = 3

/** The gateway-like responses to requests of one shape (`request-shape.ts`). */
export class ResponsesOfShape {
  /** Status of a gateway-like response → how often all repeats had the same status. */
  readonly #confirmations = new Map<number, number>()
  /** Statuses of gateway-like responses after which a repeat got another response. */
  readonly #refuted = new Set<number>()
  /** Status → the requests whose response was reported as undecided. */
  readonly #undecided = new Map<number, Set<string>>()
  #hasOthers = false

  /** Whether there were responses that are not gateway-like. */
  get hasOthers(): boolean {
    return this.#hasOthers
  }

  recordOther(): void {
    this.#hasOthers = true
  }

  /** Tells whether a gateway-like response is certainly the target's. */
  isOwn({ status }: RawResponse): boolean {
    const required = this.#hasOthers ? requiredConfirmations : 1
    return (this.#confirmations.get(status) ?? 0) >= required && !this.#refuted.has(status)
  }

  /** `isCertain`: the repeats had the status for longer than a gateway is expected to send it. */
  confirm({ status }: RawResponse, isCertain: boolean): void {
    const count = this.#confirmations.get(status) ?? 0
    this.#confirmations.set(status, count + (isCertain ? requiredConfirmations : 1))
  }

  refute({ status }: RawResponse): void {
    this.#refuted.add(status)
    this.#hasOthers = true
  }

  /**
   * Records a gateway-like response to a request that cannot be repeated. Returns whether the target must have sent it: the caller has
   * sent the same request before and got the same, or there was never another response to requests of this shape.
   */
  isConfirmedBy({ url, body = '' }: RawRequest, { status }: RawResponse): boolean {
    const key = `${url} ${body}`
    const requests = this.#undecided.get(status) ?? new Set()
    this.#undecided.set(status, requests)
    const isConfirmed = requests.has(key) || (requests.size > 0 && !this.#hasOthers)
    requests.add(key)
    return isConfirmed
  }
}
