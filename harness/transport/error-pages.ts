import { formOfError } from './foreign-response.ts'
import type { RawResponse } from './http-message.ts'
import { requiredConfirmations } from './responses-of-shape.ts'

/** Characters of a page that are compared. */
const maxCompared = 4_000
/**
 * Characters of a page with status 500 that are compared. A web framework in debugging mode shows the message of the exception and the
 * stack, so that its pages have no more than the beginning in common (Express, Django, Spring Boot). A gateway that has no answer from the
 * target sends 502, 503 or 504 (RFC 9110, section 15.6).
 */
const maxComparedOf500 = 100

/**
 * What the errors have in common that one sender writes: the status and the form, or of a page the text without numbers and ids, such as
 * those of the request.
 */
function keyOf(response: RawResponse): string {
  const { status, text } = response
  const form = status < 500 ? formOfError(response) : undefined
  const compared = text.slice(0, status === 500 ? maxComparedOf500 : maxCompared)
  return `${status} ${form ?? compared.replaceAll(/[\da-f-]{8,}|\d+/gi, '#')}`
}

/**
 * Pages with which the target itself reports server errors, as many web frameworks do when a handler fails, and errors of a form of its
 * own. A request that gets one has been answered by the target, and not by a gateway in front of it. Pages with other statuses are
 * not among them: gateways send the same ones for whatever they block or do not know.
 */
export class ErrorPages {
  /** Page → how often all repeats of a request had it. */
  readonly #confirmations = new Map<string, number>()
  /** Pages that the target sent while it responded to other requests. */
  readonly #selective = new Set<string>()
  /** Pages that a repeat did not have. */
  readonly #refuted = new Set<string>()

  /** `isCertain`: the repeats had the page for longer than a gateway is expected to send it. */
  confirm(page: RawResponse, isCertain: boolean): void {
    const key = keyOf(page)
    this.#confirmations.set(key, (this.#confirmations.get(key) ?? 0) + (isCertain ? requiredConfirmations : 1))
  }

  /** Records that the target responded to other requests while the repeats of one had the page. */
  recordSelective(page: RawResponse): void {
    this.#selective.add(keyOf(page))
  }

  /** Whether the page is known to answer certain requests only: it does not announce maintenance, during which all get the same. */
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
