import { type MonotonicClock, monotonicClock } from '../clock.ts'
import { RequestError } from '../errors.ts'
import { ErrorPages } from './error-pages.ts'
import { elementsOf, formOfError } from './foreign-response.ts'
import {
  describeGatewayLike,
  isGatewayLike,
  isRejection,
  mayHaveTakenEffect,
  mayLast,
} from './gateway-like-response.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './http-message.ts'
import { originOf } from './origin.ts'
import { requestShape } from './request-shape.ts'
import { ResponsesOfShape } from './responses-of-shape.ts'
import { isIdempotent } from './retry.ts'

/** How long to wait before each retry of a request that got a gateway-like response, in milliseconds. */
const repeatDelaysMs = [250, 500]
/**
 * The same if the target has sent other responses before. During maintenance all requests get the same response for about 10 seconds; once
 * the target responds to another request, the first two repeats are enough.
 */
const maintenanceDelaysMs = [...repeatDelaysMs, 1_250, 2_000, 3_000, 4_000]

/** Returns what all rejections of one sender have in common; undefined for a page that is not about the state of a resource. */
const senderOf = (response: RawResponse): string | undefined =>
  formOfError(response) ?? ([400, 409, 422].includes(response.status) ? elementsOf(response.text) : undefined)

/** Tells whether two responses are from one sender. The status of an error depends on the state of the resource. */
const isLike = (one: RawResponse, other: RawResponse): boolean =>
  one.status === other.status ||
  (isRejection(one) && isRejection(other) && senderOf(one) !== undefined && senderOf(one) === senderOf(other))

/** Records when each service of a target last showed that it is not under maintenance. */
class LastResponses {
  /** Origin → when the last request was sent whose response was not gateway-like. */
  readonly #sentAt = new Map<string, number>()

  record({ url }: RawRequest, sentAt: number): void {
    const origin = originOf(url)
    this.#sentAt.set(origin, Math.max(sentAt, this.#sentAt.get(origin) ?? sentAt))
  }

  has({ url }: RawRequest): boolean {
    return this.#sentAt.has(originOf(url))
  }

  isNewerThan({ url }: RawRequest, time: number): boolean {
    return (this.#sentAt.get(originOf(url)) ?? time) > time
  }
}

/** The result of repeating a request. */
interface Repeats {
  /** The first response that is not gateway-like; undefined if there was none. */
  readonly other?: RawResponse
  /** Whether the repeats took longer than maintenance is expected to take. */
  readonly isLong: boolean
  /** Whether the target responded to other requests meanwhile. */
  readonly isSelective: boolean
}

/** Returns the error for a request whose repeats got different pages or errors. */
const changingPages = (request: RawRequest, responses: readonly RawResponse[]): RequestError =>
  new RequestError(
    describeRequest(request),
    'unavailable',
    `pages and errors (${responses.map(({ status }) => status).join(', ')}) that a gateway may send in place of the target`,
  )

/** Returns the error for a request that may have taken effect, and therefore is not repeated. */
const unclearResponse = (request: RawRequest, page: RawResponse): RequestError =>
  new RequestError(
    describeRequest(request),
    'unavailable',
    `the response is ${describeGatewayLike(page)}, as a gateway may send it in place of the target`,
  )

/** Sends the requests of a run, and remembers which gateway-like responses are the target's own. */
class GatewayPageFilter {
  readonly #send: SendRequest
  readonly #clock: MonotonicClock
  readonly #onPassing: () => void
  readonly #shapes = new Map<string, ResponsesOfShape>()
  readonly #others = new LastResponses()
  readonly #errorPages = new ErrorPages()

  constructor(send: SendRequest, clock: MonotonicClock, onPassing: () => void) {
    this.#send = send
    this.#clock = clock
    this.#onPassing = onPassing
  }

  /** Sends a request as `withoutGatewayPages` describes it. */
  async send(request: RawRequest, signal: AbortSignal | undefined): Promise<RawResponse> {
    const sentAt = this.#clock.now()
    const page = await this.#send(request, signal)
    const shape = this.#shapeOf(request)
    if (!isGatewayLike(request, page)) {
      shape.recordOther()
      this.#others.record(request, sentAt)
      return page
    }
    if (shape.isOwn(page) || this.#errorPages.has(page)) return page
    if (!isIdempotent(request) && mayHaveTakenEffect(page)) return this.#onlyIfConfirmed(request, page)
    const wasAvailable = shape.hasOthers || (this.#others.has(request) && !isRejection(page))
    const mayBeMaintenance = mayLast(page) && wasAvailable && !this.#errorPages.isSelective(page)
    const repeats = await this.#repeat(request, page, mayBeMaintenance, signal)
    return this.#conclude(request, page, repeats, sentAt)
  }

  #shapeOf(request: RawRequest): ResponsesOfShape {
    const key = `${requestShape(request)} ${request.headers['x-auth-token'] ?? ''}`
    const shape = this.#shapes.get(key) ?? new ResponsesOfShape()
    this.#shapes.set(key, shape)
    return shape
  }

  /** Returns the page if an equal request got it before. @throws RequestError otherwise */
  #onlyIfConfirmed(request: RawRequest, page: RawResponse): RawResponse {
    if (!this.#shapeOf(request).isConfirmedBy(request, page)) throw unclearResponse(request, page)
    this.#errorPages.confirm(page, false)
    return page
  }

  /** Repeats a request until it gets another response. @throws RequestError when the repeats get different pages */
  async #repeat(
    request: RawRequest,
    page: RawResponse,
    mayBeMaintenance: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Repeats> {
    const responses = [page]
    const delays = mayBeMaintenance ? maintenanceDelaysMs : repeatDelaysMs
    const beganAt = this.#clock.now()
    let isOver = false
    for (const [index, delay] of delays.entries()) {
      if (isOver && index >= repeatDelaysMs.length) break
      await this.#clock.sleep(delay, signal)
      isOver = this.#others.isNewerThan(request, beganAt)
      const response = await this.#send(request, signal)
      if (!isGatewayLike(request, response)) return { other: response, isLong: false, isSelective: isOver }
      responses.push(response)
    }
    if (!responses.every((response) => isLike(response, page))) throw changingPages(request, responses)
    return { isLong: mayBeMaintenance && !isOver, isSelective: isOver }
  }

  /** Returns the response that counts, and records whether the page is the target's own. */
  #conclude(
    request: RawRequest,
    page: RawResponse,
    { other, isLong, isSelective }: Repeats,
    sentAt: number,
  ): RawResponse {
    const shape = this.#shapeOf(request)
    if (other === undefined) {
      shape.confirm(page, isLong)
      this.#errorPages.confirm(page, isLong)
      if (isSelective) this.#errorPages.recordSelective(page)
      return page
    }
    this.#others.record(request, sentAt)
    shape.refute(page)
    this.#errorPages.refute(page)
    this.#onPassing()
    return mayHaveTakenEffect(page) ? { ...other, isRepeated: true, firstResponse: describeGatewayLike(page) } : other
  }
}

/**
 * Distinguishes responses that a gateway sends or truncates, such as a login page, "access denied" or half of a body, from those of the
 * target. A request that gets such a response is repeated if that is safe. If it gets the same response each time, that is the target's,
 * and is returned. A create that may have taken effect is not repeated: the first one of its shape fails. If the same request gets the same
 * response again, that is the target's, as is the page of a server error that was confirmed elsewhere. A 503 of the API is treated like a
 * page if repeating is safe. `onPassing` is called when a repeat got a different response.
 */
export function withoutGatewayPages(
  send: SendRequest,
  clock: MonotonicClock = monotonicClock,
  onPassing: () => void = () => undefined,
): SendRequest {
  const filter = new GatewayPageFilter(send, clock, onPassing)
  return (request, signal) => filter.send(request, signal)
}
