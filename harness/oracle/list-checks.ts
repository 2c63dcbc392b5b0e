import { resolvePointer } from '#contract'
import { WronglyShownAttributes } from './filtered-attributes.ts'
import { checkList } from './list-check.ts'
import type { Contradiction, ObservedCall, ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'
import { checkShownValues } from './shown-values-check.ts'

/** Compares lists with the parameters of their requests and with the run's resources. */
export class ListChecks {
  readonly #graceMs: number
  readonly #wronglyShown = new WronglyShownAttributes()
  /** The names of the keypairs that were created once: another user may have several of one name, and so may a target that accepts it. */
  readonly #ownNames = new Set<string>()
  readonly #repeatedNames = new Set<string>()

  /** `graceMs`: how long a change may take to become visible in every response, in milliseconds. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** Records that a response about a server itself was received. */
  recordShown(server: ResourceMemory): void {
    this.#wronglyShown.observe(server, server.description)
  }

  /** Records that a request to create a keypair was accepted. */
  recordKeypair({ request }: ObservedCall): void {
    const name = textAt(request, 'keypair/name') ?? ''
    if (this.#ownNames.delete(name)) this.#repeatedNames.add(name)
    else if (!this.#repeatedNames.has(name)) this.#ownNames.add(name)
  }

  /** Returns the contradictions in the response to a call; none if it does not read a list. */
  check(
    call: ObservedCall,
    response: ObservedResponse,
    memories: ReadonlyMap<string, ResourceMemory>,
  ): readonly Contradiction[] {
    if (call.isInvalid) return []
    const servers = resolvePointer(response.body, 'body/servers')
    for (const listed of Array.isArray(servers) ? servers : []) {
      const server = memories.get(textAt(listed, 'id') ?? '')
      if (server) this.#wronglyShown.observe(server, listed)
    }
    return [
      ...checkList(call, response, memories, this.#graceMs),
      ...checkShownValues(call, response, memories, {
        wronglyShown: this.#wronglyShown,
        mayRepeat: (member, key) => member === 'keypairs' && !this.#ownNames.has(key),
      }),
    ]
  }
}
