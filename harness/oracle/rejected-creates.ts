import { requestViolations, resolvePointer } from '#contract'
import type { OperationId, RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** Rejected requests that are remembered; the earliest is forgotten. */
const maxRejected = 1_000

/** Names that no other client uses. */
const unique = /^conformance-[\da-z]+-/

type Noun = 'server' | 'keypair'

interface RejectedCreate {
  readonly requirement: RequirementId
  readonly exchange: number
}

/** A name in a response, and what has it. */
interface Named {
  readonly noun: Noun
  readonly at: string
  readonly name: string
}

/** What each operation creates. */
const created: Readonly<Partial<Record<OperationId, Noun>>> = { createServer: 'server', createKeypair: 'keypair' }

/** Lists: what they have, the member with the elements, and where an element has its name. */
const lists: Readonly<Partial<Record<OperationId, readonly [noun: Noun, member: string, name: string]>>> = {
  listServers: ['server', 'servers', 'name'],
  listServersDetail: ['server', 'servers', 'name'],
  listKeypairs: ['keypair', 'keypairs', 'keypair/name'],
}

/** Where responses have the names of servers and keypairs. */
function namesIn({ operation }: ObservedCall, body: unknown): readonly Named[] {
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

/** The requirement that an invalid request is to be rejected by. */
const violatedRequirement = ({ operation, request }: ObservedCall): RequirementId | undefined =>
  requestViolations(operation, request).find((one) => one.requirement !== undefined)?.requirement

/** The requirement about the response to a valid request. A keypair of the name may have existed before. */
const requirementOfValid = (noun: Noun, { isInvalid }: ObservedCall, status: number): RequirementId | undefined =>
  noun === 'server' && !isInvalid && ownRejections.includes(status) ? 'servers.create.answers' : undefined

/** Rejections of a valid request that the service itself sends; others may come from a gateway, a quota or a policy. */
const ownRejections = [400, 409, 422]

/**
 * Finds servers and keypairs that exist although the request for them was rejected. Rejecting an invalid request, as its requirement
 * wants, means not to create one; the response to a valid request has to name the server that it creates.
 */
export class RejectedCreates {
  readonly #rejected = new Map<string, RejectedCreate>()
  /** Names of earlier requests that may have been carried out: a server of the name may be theirs. */
  readonly #unclear = new Set<string>()

  /** The response to a call says nothing about its effect. */
  abandon({ operation, request }: ObservedCall): void {
    const noun = created[operation]
    if (noun !== undefined) this.#unclear.add(keyOf(noun, request))
  }

  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const noun = created[call.operation]
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
    if (status >= 500) this.#unclear.add(key)
    if (status < 400 || this.#unclear.has(key) || !unique.test(nameIn(noun, call.request))) return
    const requirement = violatedRequirement(call) ?? requirementOfValid(noun, call, status)
    if (requirement === undefined) return
    this.#rejected.set(key, { requirement, exchange })
    const [earliest] = this.#rejected.keys()
    if (this.#rejected.size > maxRejected && earliest !== undefined) this.#rejected.delete(earliest)
  }
}
