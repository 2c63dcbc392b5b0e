import { resolvePointer } from '#contract'
import { canonicalStatus, type OperationId, type RequirementId } from '#model'
import { type Contradiction, exchangeName, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** How many deleted resources are remembered; beyond that, the one deleted first is forgotten. */
const maxDeleted = 10_000

interface Kind {
  readonly noun: string
  /** Operations on a single resource, with the body member that describes it; empty where no member does. */
  readonly operations: Readonly<Partial<Record<OperationId, string>>>
  /** Lists, with the body member that holds the elements and the pointer to the id or name of an element. */
  readonly lists: Readonly<Partial<Record<OperationId, readonly [member: string, key: string]>>>
  /** Violated when the deleted resource is still shown. */
  readonly removes: RequirementId
  /** Violated when a request for the deleted resource is accepted. */
  readonly unknownRefused: RequirementId
}

const server: Kind = {
  noun: 'server',
  operations: { showServer: 'server', deleteServer: '', updateServer: '', actOnServer: '' },
  lists: { listServers: ['servers', 'id'], listServersDetail: ['servers', 'id'] },
  removes: 'servers.delete.removes',
  unknownRefused: 'servers.unknown-refused',
}

const keypair: Kind = {
  noun: 'keypair',
  operations: { showKeypair: 'keypair', deleteKeypair: '' },
  lists: { listKeypairs: ['keypairs', 'keypair/name'] },
  removes: 'keypairs.delete.removes',
  unknownRefused: 'keypairs.unknown-refused',
}

const kindOf = (operation: OperationId): Kind | undefined =>
  [server, keypair].find((kind) => operation in kind.operations || operation in kind.lists)

interface Deletion {
  readonly exchange: number
  /** When the resource has to be gone everywhere, in milliseconds since the epoch; undefined until a response is 404. */
  goneFrom: number | undefined
}

/** Tells whether a description is that of a deleted server. */
export const isDeletedStatus = (description: unknown): boolean =>
  ['DELETED', 'SOFT_DELETED'].includes(canonicalStatus(textAt(description, 'status') ?? ''))

/** Tells whether a list may contain deleted servers: by the document, one with `changes-since` does. */
const mayHaveDeleted = ({ query }: ObservedCall): boolean =>
  ['changes-since', 'changes-before', 'deleted'].some((parameter) => query.has(parameter))

/**
 * Remembers deleted resources (tombstones), which must not be found again. A server counts as deleted once showServer returns 404, because deleting
 * takes time; a keypair counts as deleted at once.
 */
export class DeletedResources {
  readonly #graceMs: number
  readonly #deletions = new Map<string, Deletion>()

  /** `graceMs`: how long a deleted resource may still be shown, in milliseconds. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** Forgets a deleted keypair when one with the same name is about to be created. */
  begin({ operation, request }: ObservedCall): void {
    const name = operation === 'createKeypair' ? textAt(request, 'keypair/name') : undefined
    if (name !== undefined) this.#deletions.delete(`keypair ${name}`)
  }

  /** Finds deleted resources in the response to an authorized call. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const kind = kindOf(call.operation)
    if (kind === undefined) return []
    const { status } = response
    const isSuccess = status >= 200 && status < 300
    const list = kind.lists[call.operation]
    if (list) return isSuccess && !mayHaveDeleted(call) ? this.#checkList(kind, list, response) : []
    const key = `${kind.noun} ${call.resource}`
    const deletion = this.#deletions.get(key)
    if (deletion && status === 404 && call.operation === 'showServer')
      deletion.goneFrom ??= response.receivedAt + this.#graceMs
    if (!isSuccess) return []
    if (call.operation === 'deleteServer' || call.operation === 'deleteKeypair') this.#remember(key, kind, response)
    return deletion ? this.#checkOne(kind, call, response, deletion) : []
  }

  #remember(key: string, { noun }: Kind, { exchange, receivedAt }: ObservedResponse): void {
    if (this.#deletions.has(key)) return
    this.#deletions.set(key, { exchange, goneFrom: noun === 'keypair' ? receivedAt + this.#graceMs : undefined })
    const [earliest] = this.#deletions.keys()
    if (this.#deletions.size > maxDeleted && earliest !== undefined) this.#deletions.delete(earliest)
  }

  #checkOne(
    { noun, operations, removes, unknownRefused }: Kind,
    { operation }: ObservedCall,
    { body, status, sentAt }: ObservedResponse,
    { goneFrom, exchange }: Deletion,
  ): readonly Contradiction[] {
    if (goneFrom === undefined || sentAt < goneFrom) return []
    const member = operations[operation] ?? ''
    if (member !== '' && isDeletedStatus(resolvePointer(body, `body/${member}`))) return []
    const isShown = member !== ''
    return [
      {
        requirement: isShown ? removes : unknownRefused,
        message: isShown
          ? `A ${noun} that was deleted (${exchangeName(exchange)}) is shown.`
          : `A request for a ${noun} that was deleted (${exchangeName(exchange)}) was accepted.`,
        at: 'status',
        expected: '404',
        actual: String(status),
      },
    ]
  }

  #checkList(
    { noun, removes }: Kind,
    [member, key]: readonly [string, string],
    { body, sentAt }: ObservedResponse,
  ): readonly Contradiction[] {
    const elements = resolvePointer(body, `body/${member}`)
    if (!Array.isArray(elements)) return []
    for (const [index, element] of elements.entries()) {
      const id = textAt(element, key) ?? ''
      const deletion = this.#deletions.get(`${noun} ${id}`)
      const isGone = deletion?.goneFrom !== undefined && sentAt >= deletion.goneFrom
      if (!isGone || isDeletedStatus(element)) continue
      return [
        {
          requirement: removes,
          message: `The list has a ${noun} that was deleted (${exchangeName(deletion.exchange)}).`,
          at: `body/${member}/${index}`,
          expected: `only ${noun}s that exist`,
          actual: id,
        },
      ]
    }
    return []
  }
}
