import { ErrorCodeCheck } from './error-code-check.ts'
import { FlavorMemory } from './flavor-memory.ts'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'
import { RejectedCreates } from './rejected-creates.ts'
import { UniqueHeader } from './unique-header.ts'

/**
 * Rejections that no cache keeps (RFC 9111, section 3), and that hardly anything but the service itself sends: each one is the response to a
 * call of its own.
 */
const ownRejections = [400, 409, 422]

/** What responses have to agree on whatever the run knows of its servers and keypairs. */
export class ResponseChecks {
  readonly #requestIds = new UniqueHeader('conventions.request-id-unique', 'x-compute-request-id', 'Two calls')
  readonly #imageLocations = new UniqueHeader('images.create.location', 'location', 'Two createImage calls')
  readonly #rejected = new RejectedCreates()
  readonly #errorCodes = new ErrorCodeCheck()
  readonly #flavors = new FlavorMemory()

  /** Compares a response with earlier ones, and learns from it. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const isAccepted = response.status >= 200 && response.status < 300
    const ofAccepted = isAccepted ? this.#ofAccepted(call, response) : []
    const hasOwnId = isAccepted || ownRejections.includes(response.status)
    const ofIds = hasOwnId ? this.#requestIds.observe(response.requestId, response.exchange) : []
    const ofRejected = call.isAuthorized ? this.#rejected.observe(call, response) : []
    return [...ofIds, ...ofAccepted, ...ofRejected, ...this.#errorCodes.observe(call, response)]
  }

  /** The response to a call says nothing about its effect. */
  abandon(call: ObservedCall): void {
    this.#rejected.abandon(call)
  }

  #ofAccepted(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const { exchange, location } = response
    const isImage = call.kind === 'actOnServer createImage'
    return [
      ...this.#imageLocations.observe(isImage ? location : undefined, exchange),
      ...(call.isAuthorized ? this.#flavors.observe(call, response) : []),
    ]
  }
}
