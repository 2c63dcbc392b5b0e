import { ErrorCodeCheck } from './error-code-check.ts'
import { FlavorMemory } from './flavor-memory.ts'
import { ForeignPairs } from './foreign-pairs.ts'
import { type Contradiction, type ObservedCall, type ObservedResponse, serviceRejections } from './observation.ts'
import { RejectedCreates } from './rejected-creates.ts'
import { UniqueHeader } from './unique-header.ts'

/** The comparisons of responses that do not depend on the recorded attributes of the run's servers and keypairs. */
export class ResponseChecks {
  readonly #requestIds = new UniqueHeader('conventions.request-id-unique', 'x-compute-request-id', 'Two calls')
  readonly #imageLocations = new UniqueHeader('images.create.location', 'location', 'Two createImage calls')
  readonly #rejected = new RejectedCreates()
  readonly #errorCodes = new ErrorCodeCheck()
  readonly #flavors = new FlavorMemory()
  readonly #pairs = new ForeignPairs()

  /** Records that a call is about to be sent. */
  begin(call: ObservedCall): void {
    this.#pairs.begin(call)
  }

  /** Stops comparing a server, because something other than an observed call may have changed it. */
  forget(server: string): void {
    this.#pairs.forget(server)
  }

  /** Compares a response with earlier ones, and records it. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const isAccepted = response.status >= 200 && response.status < 300
    const isFromService = isAccepted || serviceRejections.includes(response.status)
    return [
      ...(isFromService ? this.#requestIds.observe(response.requestId, response.exchange) : []),
      ...(isAccepted ? this.#checkAccepted(call, response) : []),
      ...(call.isAuthorized ? this.#rejected.observe(call, response) : []),
      ...this.#errorCodes.observe(call, response),
    ]
  }

  /** Records that the effect of a call is unknown. */
  abandon(call: ObservedCall): void {
    this.#rejected.abandon(call)
  }

  #checkAccepted(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const { exchange, location } = response
    const isImage = call.kind === 'actOnServer createImage'
    return [
      ...this.#imageLocations.observe(isImage ? location : undefined, exchange),
      ...(call.isAuthorized ? this.#flavors.observe(call, response) : []),
      ...(call.isAuthorized && !call.isInvalid ? this.#pairs.observe(call, response) : []),
    ]
  }
}
