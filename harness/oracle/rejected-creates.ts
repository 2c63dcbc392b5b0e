import { requestViolations, resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import {
  type Contradiction,
  exchangeName,
  type ObservedCall,
  type ObservedResponse,
  serviceRejections,
} from './observation.ts'
import { textAt } from './read-attribute.ts'

/** How many rejected requests are remembered; beyond that, the earliest is forgotten. */
const maxRejected = 1_000

/** The names that the run gives its resources, which no other client uses. */
const runName = /^conformance-[\da-z]+-/

type Noun = 'server' | 'keypair'

interface RejectedCreate {
  readonly requirement: RequirementId
  readonly exchange: number
}

/** The name of a server or keypair in a response. */
interface ShownName {
  readonly noun: Noun
  /** Pointer to the name. */
  readonly at: string
  readonly name: string
}

/** The operations that create servers and keypairs. */
const createdBy: Readonly<Partial<Record<OperationId, Noun>>> = { createServer: 'server', createKeypair: 'keypair' }

/** The lists of servers and keypairs: the body member that holds the elements, and the pointer to the name of an element. */
const lists: Readonly<Partial<Record<OperationId, readonly [noun: Noun, member: string, name: string]>>> = {
  listServers: ['server', 'servers', 'name'],
  listServersDetail: ['server', 'servers', 'name'],
  listKeypairs: ['keypair', 'keypairs', 'keypair/name'],
}

/** Returns the names of servers and keypairs that a response shows. */
function namesIn({ operation }: ObservedCall, body: unknown): readonly ShownName[] {
  if (operation === 'showServer')
    return [{ noun: 'server', at: 'body/server/name', name: textAt(body, 'server/name') ?? '' }]
  const list = lists[operation]
  if (list === undefined) return []
  const [noun, member, at] = list
  const elements = resolvePointer(body, `body/${member}`)
  return Array.isArray(elements)
    ? elements.map((element: unknown, index) => ({
        noun,
        at: `body/${member}/${index}/${at}`,
        name: textAt(element, at) ?? '',
      }))
    : []
}

const nameIn = (noun: Noun, request: unknown): string => textAt(request, `${noun}/name`) ?? ''

const keyOf = (noun: Noun, request: unknown): string => `${noun} ${nameIn(noun, request)}`

/** Returns the requirement that an invalid request violates, and by which it must be rejected. */
const violatedRequirement = ({ operation, request }: ObservedCall): RequirementId | undefined =>
  requestViolations(operation, request).find((one) => one.requirement !== undefined)?.requirement

/**
 * Returns the requirement about the response to a valid create request that was rejected. Undefined for a keypair: one with the same
 * name may have existed before.
 */
const requirementOfValid = (noun: Noun, { isInvalid }: ObservedCall, status: number): RequirementId | undefined =>
  noun === 'server' && !isInvalid && serviceRejections.includes(status) ? 'servers.create.answers' : undefined

/**
 * Finds servers and keypairs that exist although their create request was rejected. An invalid request must not create anything, and
 * the response to a valid one must name the server that it creates.
 */
export class RejectedCreates {
  readonly #rejected = new Map<string, RejectedCreate>()
  /** Keys of earlier create requests with an unknown effect: a resource with the name may be theirs. */
  readonly #unknown = new Set<string>()

  /** Records that the effect of a call is unknown. */
  abandon({ operation, request }: ObservedCall): void {
    const noun = createdBy[operation]
    if (noun !== undefined) this.#unknown.add(keyOf(noun, request))
  }

  /** Records a rejected create request, and finds the resources of earlier ones in the response; each once. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const noun = createdBy[call.operation]
    if (noun !== undefined) this.#remember(noun, call, response)
    if (this.#rejected.size === 0) return []
    return namesIn(call, response.body).flatMap(({ noun: shown, at, name }) => {
      const rejected = this.#rejected.get(`${shown} ${name}`)
      if (rejected === undefined) return []
      this.#rejected.delete(`${shown} ${name}`)
      const { requirement, exchange } = rejected
      return [
        {
          requirement,
          message:
            shown === 'server'
              ? `A server exists although the request for it was rejected (${exchangeName(exchange)}).`
              : `A keypair exists although the request for it was rejected (${exchangeName(exchange)}).`,
          at,
          expected: `no ${shown} of this name`,
          actual: name,
        },
      ]
    })
  }

  #remember(noun: Noun, call: ObservedCall, { status, exchange }: ObservedResponse): void {
    const key = keyOf(noun, call.request)
    this.#rejected.delete(key)
    if (status >= 500) this.#unknown.add(key)
    if (status < 400 || this.#unknown.has(key) || !runName.test(nameIn(noun, call.request))) return
    const requirement = violatedRequirement(call) ?? requirementOfValid(noun, call, status)
    if (requirement === undefined) return
    this.#rejected.set(key, { requirement, exchange })
    const [earliest] = this.#rejected.keys()
    if (this.#rejected.size > maxRejected && earliest !== undefined) this.#rejected.delete(earliest)
  }
}
