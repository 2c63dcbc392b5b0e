import { requestViolations, resolvePointer } from '#contract'
import type { RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** Rejected requests that are remembered; the earliest is forgotten. */
const maxRejected = 1_000

/** Names that no other client uses. */
const unique = /^conformance-[\da-z]+-/

interface RejectedCreate {
  readonly requirement: RequirementId
  readonly exchange: number
}

/** Where responses have the names of servers. */
function namesIn({ operation }: ObservedCall, body: unknown): readonly { at: string; name: string }[] {
  if (operation === 'showServer') return [{ at: 'body/server/name', name: textAt(body, 'server/name') ?? '' }]
  const servers =
    operation === 'listServers' || operation === 'listServersDetail' ? resolvePointer(body, 'body/servers') : []
  return Array.isArray(servers)
    ? servers.map((server: unknown, index) => ({
        at: `body/servers/${index}/name`,
        name: textAt(server, 'name') ?? '',
      }))
    : []
}

/** Finds servers that exist although the request for them was rejected, as its requirement wants: rejecting it means not to create one. */
export class RejectedCreates {
  readonly #rejected = new Map<string, RejectedCreate>()

  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    if (call.operation === 'createServer') this.#remember(call, response)
    if (this.#rejected.size === 0) return []
    return namesIn(call, response.body).flatMap(({ at, name }) => {
      const rejected = this.#rejected.get(name)
      if (rejected === undefined) return []
      this.#rejected.delete(name)
      const { requirement, exchange } = rejected
      return [
        {
          requirement,
          message: `A server exists although the request for it was rejected (${exchangeName(exchange)}).`,
          at,
          expected: 'no server of this name',
          actual: name,
        },
      ]
    })
  }

  #remember({ operation, request }: ObservedCall, { status, exchange }: ObservedResponse): void {
    const name = textAt(request, 'server/name') ?? ''
    this.#rejected.delete(name)
    if (status < 400 || status >= 500 || !unique.test(name)) return
    const requirement = requestViolations(operation, request).find((one) => one.requirement !== undefined)?.requirement
    if (requirement === undefined) return
    this.#rejected.set(name, { requirement, exchange })
    const [earliest] = this.#rejected.keys()
    if (this.#rejected.size > maxRejected && earliest !== undefined) this.#rejected.delete(earliest)
  }
}
