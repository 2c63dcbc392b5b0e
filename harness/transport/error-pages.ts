import { formOfError } from './foreign-response.ts'
import type { RawResponse } from './http-message.ts'
import { requiredConfirmations } from './responses-of-shape.ts'

/** How many characters of a page are compared. */
const maxCompared = 4_000
/**
 * The same for a page with status 500. In debugging mode, web frameworks show the message and the stack of the exception, so that only the
 * beginning of their pages is the same (Express, Django, Spring Boot). A gateway without a response from the target sends 502, 503 or 504
 * instead (RFC 9110, section 15.6).
 */
const maxComparedOf500 = 100

/**
 * Returns what errors of one sender have in common: the status with the form of the error or, for a page, the text without numbers and ids,
 * such as that of the request.
 */
function keyOf(response: RawResponse): string {
  const { status, text } = response
  const form = status < 500 ? formOfError(response) : undefined
  const compared = text.slice(0, status === 500 ? maxComparedOf500 : maxCompared)
  return `${status} ${form ?? compared.replaceAll(/[\da-f-]{8,}|\d+/gi, '#')}`
}

/**
 * Recognizes pages with which the target itself reports server errors, as many web frameworks do when a handler fails, and errors in a form
 * that only the target uses. Such a response comes from the target, and not from a gateway in front of it. Pages with other statuses are
 * not recognized: gateways send the same ones for all requests that they block.
 */
export class ErrorPages {
  /** Page → how often all repeats of a request had it. */
  readonly #confirmations = new Map<string, number>()
  /** Pages that were sent while the target responded to other requests. */
  readonly #selective = new Set<string>()
  /** Pages that a repeat did not have. */
  readonly #refuted = new Set<string>()

  /** `isCertain`: the repeats had the page for longer than a gateway is expected to send it. */
  confirm(page: RawResponse, isCertain: boolean): void {
    const key = keyOf(page)
    this.#confirmations.set(key, (this.#confirmations.get(key) ?? 0) + (isCertain ? requiredConfirmations : 1))
  }

  /** Records that the target responded to other requests while each repeat of one got the page. */
  recordSelective(page: RawResponse): void {
    this.#selective.add(keyOf(page))
  }

  /** Tells whether only certain requests get the page, so that it is not about maintenance. */
  isSelective(page: RawResponse): boolean {
    const key = keyOf(page)
    return this.#selective.has(key) && !this.#refuted.has(key)
  }

  refute(page: RawResponse): void {
    this.#refuted.add(keyOf(page))
  }

  has(page: RawResponse): boolean {
    if (page.status < 400 || (page.status < 500 && formOfError(page) === undefined)) return false
    const key = keyOf(page)
    return (this.#confirmations.get(key) ?? 0) >= requiredConfirmations && !this.#refuted.has(key)
  }
}
