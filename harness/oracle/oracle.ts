import { resolvePointer } from '#contract'
import type { ChangeResult, View } from './attribute-memory.ts'
import { findConflicts, findSharedId } from './conflicts.ts'
import { creationTime } from './creation-time.ts'
import { keysMatch } from './key-pair-match.ts'
import { keypairAttributes } from './keypair-attributes.ts'
import { checkList } from './list-check.ts'
import { type Contradiction, exchangeName, isReading, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { ResourceMemory } from './resource-memory.ts'
import { serverAttributes } from './server-attributes.ts'

/** What shows one resource: where its description is, and its id or name. */
interface Description {
  readonly pointer: string
  readonly value: unknown
  readonly memory: ResourceMemory
}

/** Lists that may lag behind what they list; a list of keypairs shows nothing that changes. */
const views: Readonly<Partial<Record<ObservedCall['operation'], View>>> = {
  listServersDetail: { list: 'The detailed list', requirement: 'servers.show.equals-detail' },
  listServers: { list: 'The list', requirement: 'servers.list.name-shown' },
}

/** A generated private key that does not belong to the public key beside it. */
function findForeignKey(operation: ObservedCall['operation'], keypair: unknown): readonly Contradiction[] {
  const [privateKey, publicKey] = [textAt(keypair, 'private_key'), textAt(keypair, 'public_key')]
  if (operation !== 'createKeypair' || privateKey === undefined || publicKey === undefined) return []
  if (keysMatch(privateKey, publicKey) !== false) return []
  return [
    {
      requirement: 'keypairs.create.private-key',
      message: 'The private key does not belong to the public key.',
      at: 'body/keypair/private_key',
      expected: 'the private key of the public key in the same response',
      actual: 'another private key',
    },
  ]
}

const resultOf = (status: number): ChangeResult => {
  if (status >= 200 && status < 300) return 'accepted'
  return status >= 400 && status < 500 ? 'rejected' : 'unknown'
}

/**
 * Watches all exchanges of a run and knows what they said about its servers and keypairs, so that a response is compared with what
 * was requested and shown before, whichever test sends the request. It knows only resources that the run has created itself by
 * valid requests: others may change at any time.
 */
export class Oracle {
  readonly #graceMs: number
  /** Server id → what is known of it. */
  readonly #servers = new Map<string, ResourceMemory>()
  /** Keypair name → what is known of it. */
  readonly #keypairs = new Map<string, ResourceMemory>()

  readonly #conflicting = new Set<ResourceMemory>()

  /** `graceMs`: how long an accepted change may take to be visible everywhere. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  /** A call is about to be sent: from now on its effect may show. */
  begin({ operation, kind, resource = '' }: ObservedCall): void {
    if (operation === 'deleteServer') this.#servers.get(resource)?.beginDeletion()
    else if (operation === 'deleteKeypair') this.#keypairs.get(resource)?.beginDeletion()
    else this.#servers.get(resource)?.beginChange(kind)
  }

  /** The call has no response: its effect is unknown. */
  abandon({ kind, resource = '', request }: ObservedCall, now: number): void {
    this.#servers.get(resource)?.endChange(kind, request, now, 'unknown')
  }

  /** Compares the response with what is known, and learns from it. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const { kind, resource = '', request } = call
    const result = resultOf(response.status)
    this.#servers.get(resource)?.endChange(kind, request, response.receivedAt, result)
    if (!call.isAuthorized) {
      this.#endForeign(call, result, response.body)
      return []
    }
    if (result === 'accepted' && call.isInvalid) {
      this.#forgetAll(resource, response.body)
      return []
    }
    if (response.status === 404) return this.#missing(call)
    if (result !== 'accepted') return []
    this.#learn(call, response)
    const memories = call.operation === 'listKeypairs' ? this.#keypairs : this.#servers
    const inList = call.isInvalid ? [] : checkList(call, response, memories, this.#graceMs)
    const { toMs: latestMs } = creationTime(response.date, response.sentAt, response.receivedAt)
    const inDescriptions = this.#descriptions(call, response.body).flatMap(({ pointer, value, memory }) => {
      const view = views[call.operation] ?? 'own'
      const { exchange, sentAt } = response
      if (/^show/.test(call.operation)) memory.recordShown(value, exchange, sentAt)
      const contradictions = memory.read(value, { exchange, sentAt, latestMs, pointer, view })
      return [...contradictions, ...this.#conflicts(memory, pointer), ...findForeignKey(call.operation, value)]
    })
    return [...inList, ...inDescriptions]
  }

  /** Reported once for each server. */
  #conflicts(memory: ResourceMemory, pointer: string): readonly Contradiction[] {
    if (this.#conflicting.has(memory)) return []
    const conflicts = [
      ...findConflicts(memory, this.#servers.values(), pointer),
      ...findSharedId(memory, this.#keypairs.values(), pointer),
    ]
    if (conflicts.length > 0) this.#conflicting.add(memory)
    return conflicts
  }

  /** A resource was changed in a way that this does not see. */
  forget(resource: string): void {
    this.#servers.delete(resource)
    this.#keypairs.delete(resource)
  }

  /** What a target made of an invalid request says nothing. */
  #forgetAll(resource: string, body: unknown): void {
    this.forget(resource)
    const created = textAt(body, 'server/id') ?? textAt(body, 'keypair/name')
    if (created !== undefined) this.forget(created)
  }

  /** A request with another token or for another tenant should change nothing. */
  #endForeign({ operation, resource = '' }: ObservedCall, result: ChangeResult, body: unknown): void {
    if (result === 'accepted' && !isReading(operation)) this.#forgetAll(resource, body)
    if (result !== 'rejected') return
    if (operation === 'deleteServer') this.#servers.get(resource)?.cancelDeletion()
    if (operation === 'deleteKeypair') this.#keypairs.get(resource)?.cancelDeletion()
  }

  /** Takes note of a new resource. */
  #learn({ operation, request }: ObservedCall, response: ObservedResponse): void {
    const { body, exchange, date, sentAt, receivedAt } = response
    const requestedAt = creationTime(date, sentAt, receivedAt)
    if (operation === 'createServer') {
      const id = textAt(body, 'server/id')
      const creation = { description: resolvePointer(request, 'body/server'), exchange, requestedAt }
      if (id !== undefined) this.#servers.set(id, new ResourceMemory(serverAttributes, this.#graceMs, creation))
    }
    if (operation === 'createKeypair') {
      const name = textAt(request, 'keypair/name')
      const creation = { description: resolvePointer(request, 'body/keypair'), exchange }
      if (name !== undefined) this.#keypairs.set(name, new ResourceMemory(keypairAttributes, this.#graceMs, creation))
    }
  }

  /** The descriptions of known resources in a response. */
  #descriptions({ operation, resource = '' }: ObservedCall, body: unknown): readonly Description[] {
    if (operation === 'showServer') return this.#described(this.#servers, resource, body, 'server')
    if (operation === 'showKeypair') return this.#described(this.#keypairs, resource, body, 'keypair')
    if (operation === 'createKeypair')
      return this.#described(this.#keypairs, textAt(body, 'keypair/name') ?? '', body, 'keypair')
    if (operation === 'listServersDetail' || operation === 'listServers')
      return this.#listed(body, 'servers', (index, server) =>
        this.#described(this.#servers, textAt(server, 'id') ?? '', body, `servers/${index}`),
      )
    if (operation === 'listKeypairs')
      return this.#listed(body, 'keypairs', (index, element) =>
        this.#described(this.#keypairs, textAt(element, 'keypair/name') ?? '', body, `keypairs/${index}/keypair`),
      )
    return []
  }

  #described(
    memories: ReadonlyMap<string, ResourceMemory>,
    key: string,
    body: unknown,
    path: string,
  ): readonly Description[] {
    const memory = memories.get(key)
    const pointer = `body/${path}`
    return memory && !memory.isDeleting ? [{ pointer, value: resolvePointer(body, pointer), memory }] : []
  }

  #listed(
    body: unknown,
    list: string,
    describe: (index: number, element: unknown) => readonly Description[],
  ): readonly Description[] {
    const elements = resolvePointer(body, `body/${list}`)
    return Array.isArray(elements) ? elements.flatMap((element: unknown, index) => describe(index, element)) : []
  }

  /** A resource that was shown before and that nothing deleted is gone. */
  #missing({ operation, resource = '' }: ObservedCall): readonly Contradiction[] {
    const isServer = operation === 'showServer'
    if (!isServer && operation !== 'showKeypair') return []
    const memory = (isServer ? this.#servers : this.#keypairs).get(resource)
    if (memory?.foundIn === undefined || memory.isDeleting) return []
    const name = exchangeName(memory.foundIn)
    memory.beginDeletion()
    return [
      {
        requirement: isServer ? 'servers.show.answers' : 'keypairs.show.by-name',
        message: `A ${isServer ? 'server' : 'keypair'} is not found that an earlier response showed (${name}) and that no request deleted.`,
        at: 'status',
        expected: `200, as in ${name}`,
        actual: '404',
      },
    ]
  }
}
