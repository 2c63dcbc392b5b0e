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

/** How long to wait before each repeat of a request that got a gateway-like response, in milliseconds. */
const repeatDelaysMs = [250, 500]
/**
 * The same if the target has sent other responses before. During maintenance all requests get the same response for about 10 seconds; once
 * the target responds to another request, the first two repeats are enough.
 */
const maintenanceDelaysMs = [...repeatDelaysMs, 1_250, 2_000, 3_000, 4_000]

/** Returns what all rejections of one sender have in common; undefined for a page that is not about the state of a resource. */
const senderOf = (response: RawResponse): string | undefined =>
  formOfError(response) ?? ([400, 409, 422].includes(response.status) ? elementsOf(response.text) : undefined)

/** Whether two responses are from one sender. The status of an error changes with the state of what it is about. */
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
  const shapes = new Map<string, ResponsesOfShape>()
  const others = new LastResponses()
  const errorPages = new ErrorPages()
  const shapeOf = (request: RawRequest): ResponsesOfShape => {
    const key = `${requestShape(request)} ${request.headers['x-auth-token'] ?? ''}`
    const shape = shapes.get(key) ?? new ResponsesOfShape()
    shapes.set(key, shape)
    return shape
  }

  async function repeat(
    request: RawRequest,
    page: RawResponse,
    mayBeMaintenance: boolean,
    signal?: AbortSignal,
  ): Promise<Repeats> {
    const responses = [page]
    const delays = mayBeMaintenance ? maintenanceDelaysMs : repeatDelaysMs
    const beganAt = clock.now()
    let isOver = false
    for (const [index, delay] of delays.entries()) {
      if (isOver && index >= repeatDelaysMs.length) break
      await clock.sleep(delay, signal)
      isOver = others.isNewerThan(request, beganAt)
      const response = await send(request, signal)
      if (!isGatewayLike(request, response)) return { other: response, isLong: false, isSelective: isOver }
      responses.push(response)
    }
    if (responses.every((response) => isLike(response, page)))
      return { isLong: mayBeMaintenance && !isOver, isSelective: isOver }
    throw new RequestError(
      describeRequest(request),
      'unavailable',
      `pages and errors (${responses.map(({ status }) => status).join(', ')}) that a gateway may send in place of the target`,
    )
  }

  return async (request, signal) => {
    const sentAt = clock.now()
    const page = await send(request, signal)
    const shape = shapeOf(request)
    if (!isGatewayLike(request, page)) {
      shape.recordOther()
      others.record(request, sentAt)
      return page
    }
    if (shape.isOwn(page) || errorPages.has(page)) return page
    if (isIdempotent(request) || !mayHaveTakenEffect(page)) {
      const wasAvailable = shape.hasOthers || (others.has(request) && !isRejection(page))
      const mayBeMaintenance = mayLast(page) && wasAvailable && !errorPages.isSelective(page)
      const { other, isLong, isSelective } = await repeat(request, page, mayBeMaintenance, signal)
      if (other === undefined) {
        shape.confirm(page, isLong)
        errorPages.confirm(page, isLong)
        if (isSelective) errorPages.recordSelective(page)
        return page
      }
      others.record(request, sentAt)
      shape.refute(page)
      errorPages.refute(page)
      onPassing()
      return mayHaveTakenEffect(page) ? { ...other, isRepeated: true } : other
    }
    if (shape.isConfirmedBy(request, page)) {
      errorPages.confirm(page, false)
      return page
    }
    const reason = `the response is ${describeGatewayLike(page)}, as a gateway may send it in place of the target`
    throw new RequestError(describeRequest(request), 'unavailable', reason)
  }
}
