import { resolvePointer } from '#contract'
import { AttachmentMemory } from './attachment-memory.ts'
import { type ChangeResult, resultOf } from './attribute-memory.ts'
import type { View, VisibilityTimes } from './attribute-rule.ts'
import { Conflicts } from './conflicts.ts'
import { creationTime } from './creation-time.ts'
import { DeletedResources } from './deleted-resources.ts'
import { findDuplicate, findMissing, findOther } from './existence-check.ts'
import { generatedKeypairAttributes, keypairAttributes } from './keypair-attributes.ts'
import { KeyAgreement } from './keypair-check.ts'
import { ForeignLinks } from './link-check.ts'
import { checkList } from './list-check.ts'
import { type Contradiction, isReading, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { ResourceMemory } from './resource-memory.ts'
import { ResponseChecks } from './response-checks.ts'
import { ReusedNames } from './reused-names.ts'
import { serverAttributes } from './server-attributes.ts'
import { checkShownValues } from './shown-values-check.ts'

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

/** Requests whose senders compare the server afterwards where an invalid one is rejected. */
const comparedKinds = ['updateServer', 'setServerMetadata', 'actOnServer removeSecurityGroup']

/** A request that may lead to any status. */
const unseenStatusChange = 'actOnServer os-resetState'

/**
 * Watches all exchanges of a run and knows what they said about its servers and keypairs, so that a response is compared with what
 * was requested and shown before, whichever test sends the request. It knows only resources that the run has created itself by
 * valid requests: others may change at any time.
 */
export class Oracle {
  readonly #graceMs: number
  readonly #effectMs: number
  /** Server id → what is known of it. */
  readonly #servers = new Map<string, ResourceMemory>()
  /** Keypair name → what is known of it. */
  readonly #keypairs = new Map<string, ResourceMemory>()

  readonly #attachments = new AttachmentMemory()
  readonly #links = new ForeignLinks()
  readonly #conflicts = new Conflicts()
  readonly #keys = new KeyAgreement()
  readonly #deleted: DeletedResources
  readonly #reused: ReusedNames
  readonly #responses = new ResponseChecks()

  /**
   * `graceMs`: how long an accepted change may take to be visible everywhere. `effectMs`: how long before a request counts as one
   * without its effect.
   */
  constructor(graceMs: number, effectMs = graceMs) {
    this.#graceMs = graceMs
    this.#effectMs = effectMs
    this.#deleted = new DeletedResources(graceMs)
    this.#reused = new ReusedNames(graceMs)
  }

  get #times(): VisibilityTimes {
    return { graceMs: this.#graceMs, effectMs: this.#effectMs }
  }

  /** A call is about to be sent: from now on its effect may show. */
  begin(call: ObservedCall): void {
    const { operation, kind, resource = '' } = call
    this.#attachments.begin(call)
    this.#deleted.begin(call)
    if (operation === 'deleteServer') this.#servers.get(resource)?.beginDeletion()
    else if (operation === 'deleteKeypair') this.#keypairs.get(resource)?.beginDeletion()
    else this.#servers.get(resource)?.beginChange(kind)
  }

  /** The call has no response: its effect is unknown. */
  abandon(call: ObservedCall, now: number): void {
    const { kind, resource = '', request } = call
    this.#responses.abandon(call)
    this.#servers.get(resource)?.endChange(kind, request, now, 'unknown')
  }

  /** Compares the response with what is known, and learns from it. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const { kind, resource = '', request } = call
    const result = resultOf(response.status)
    // Whether the target carries out a part of an invalid request that it rejects is what the sender looks for.
    const effect = call.isInvalid && comparedKinds.includes(kind) ? 'unknown' : result
    this.#servers.get(resource)?.endChange(kind, request, response.receivedAt, effect, response.exchange)
    const ofResponses = this.#responses.observe(call, response)
    const ofDeleted = call.isAuthorized && !call.isInvalid ? this.#deleted.observe(call, response) : []
    return [...ofResponses, ...ofDeleted, ...this.#compare(call, response, result)]
  }

  #compare(call: ObservedCall, response: ObservedResponse, result: ChangeResult): readonly Contradiction[] {
    const { resource = '' } = call
    if (!call.isAuthorized) {
      this.#endForeign(call, result, response.body)
      return []
    }
    if (result === 'accepted' && call.isInvalid) {
      this.#forgetAll(resource, response.body)
      return []
    }
    const deletedKeypair = call.operation === 'deleteKeypair' ? this.#keypairs.get(resource) : undefined
    if (deletedKeypair) this.#reused.recordDeletion(resource, this.#keys.keyOf(deletedKeypair))
    if (call.operation === 'deleteServer' || call.operation === 'deleteKeypair') this.forget(resource)
    const named = this.#named(call)
    if (response.status === 404) return /^show/.test(call.operation) ? findMissing(call.operation, named) : []
    if (result !== 'accepted') return []
    const other = findOther(call, response.body)
    // One that the run does not know may not exist, which is the matter of the requirement about unknown ones.
    if (other.length > 0) return named === undefined ? [] : other
    const ofName = call.operation === 'createKeypair' ? findDuplicate(named, response.status) : []
    this.#learn(call, response)
    const memories = call.operation === 'listKeypairs' ? this.#keypairs : this.#servers
    const inList = call.isInvalid
      ? []
      : [...checkList(call, response, memories, this.#graceMs), ...checkShownValues(call, response, memories)]
    const inDescriptions = this.#descriptions(call, response.body).flatMap(({ pointer, value, memory }) => {
      const view = views[call.operation] ?? 'own'
      const { exchange, sentAt } = response
      const isCreation = call.operation === 'createKeypair'
      if (!isCreation && this.#reused.mayShowEarlier(memory, value, sentAt)) return []
      const nowMs = creationTime(response.date, sentAt, response.receivedAt).toMs
      const isListed = /^list/.test(call.operation)
      if (/^show/.test(call.operation)) memory.recordShown(value, exchange, sentAt)
      const contradictions = memory.read(value, { exchange, sentAt, pointer, isListed, view, nowMs })
      return [
        ...contradictions,
        ...this.#conflicts.check(memory, pointer),
        ...this.#keys.check(memory, call.operation, value, pointer),
      ]
    })
    const isKnownServer = this.#servers.get(resource)?.isDeleting === false
    const ofVolumes = call.isInvalid || !isKnownServer ? [] : this.#attachments.observe(call, response)
    return [...ofName, ...inList, ...inDescriptions, ...ofVolumes, ...this.#links.observe(call, response.body)]
  }

  /** The status of a server was changed in a way that this does not see: it is not compared any more. */
  changeStatus(server: string, now: number): void {
    const memory = this.#servers.get(server)
    memory?.beginChange(unseenStatusChange)
    memory?.endChange(unseenStatusChange, undefined, now, 'unknown')
  }

  /** A resource was changed in a way that this does not see. */
  forget(resource: string): void {
    this.#attachments.forget(resource)
    for (const memories of [this.#servers, this.#keypairs]) {
      const memory = memories.get(resource)
      if (memory) this.#conflicts.release(memory)
      memories.delete(resource)
    }
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
      if (id !== undefined) this.#servers.set(id, new ResourceMemory(serverAttributes, this.#times, creation))
    }
    if (operation === 'createKeypair') {
      const name = textAt(request, 'keypair/name')
      const creation = { description: resolvePointer(request, 'body/keypair'), exchange, requestedAt }
      const isGenerated = textAt(request, 'keypair/public_key') === undefined
      const rules = isGenerated ? generatedKeypairAttributes : keypairAttributes
      const memory = new ResourceMemory(rules, this.#times, creation)
      if (name === undefined) return
      this.#keypairs.set(name, memory)
      this.#reused.recordCreation(name, memory, receivedAt)
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

  /** What is known of the resource that a call shows, or the name of which it gives a new one. */
  #named({ operation, resource = '', request }: ObservedCall): ResourceMemory | undefined {
    if (operation === 'showServer') return this.#servers.get(resource)
    if (operation === 'showKeypair') return this.#keypairs.get(resource)
    return operation === 'createKeypair' ? this.#keypairs.get(textAt(request, 'keypair/name') ?? '') : undefined
  }
}
