import { resolvePointer } from '#contract'
import { AttachmentMemory } from './attachment-memory.ts'
import type { View, VisibilityTimes } from './attribute-rule.ts'
import { type ChangeResult, resultOf } from './change-result.ts'
import { creationTime } from './creation-time.ts'
import { DeletedResources } from './deleted-resources.ts'
import { type Description, descriptionsIn } from './descriptions.ts'
import { findDuplicate, findMissing, findWrongResource } from './existence-check.ts'
import { generatedKeypairAttributes, keypairAttributes } from './keypair-attributes.ts'
import { KeypairCheck } from './keypair-check.ts'
import { LinkCheck } from './link-check.ts'
import { ListChecks } from './list-checks.ts'
import { type Contradiction, isReading, type ObservedCall, type ObservedResponse } from './observation.ts'
import { textAt } from './read-attribute.ts'
import { RemovedGroups } from './removed-groups.ts'
import { ResourceMemory } from './resource-memory.ts'
import { ResponseChecks } from './response-checks.ts'
import { ReusedNames } from './reused-names.ts'
import { serverAttributes } from './server-attributes.ts'
import { UniqueValueCheck } from './unique-value-check.ts'

/** The responses that may lag behind the servers they show. The attributes of keypairs never change, so their list is not among them. */
const views: Readonly<Partial<Record<ObservedCall['operation'], View>>> = {
  listServersDetail: { list: 'The detailed list', requirement: 'servers.show.equals-detail' },
  listServers: { list: 'The list', requirement: 'servers.list.name-shown' },
  updateServer: { list: 'The response to updateServer', requirement: 'servers.update.answer' },
}

/** Kinds of requests for which a test compares the server before and after a rejected invalid one. */
const kindsComparedByTests = ['updateServer', 'setServerMetadata', 'actOnServer removeSecurityGroup']

/** Stands for a status change outside the observed calls: a kind of request that may lead to any status. */
const untrackedStatusChange = 'actOnServer os-resetState'

/**
 * The test oracle: compares every response of a run with the earlier requests and responses about the same servers and keypairs, whichever
 * tests sent them. Only resources that the run has created by valid requests are compared: others may change at any time (decisions/0015).
 */
export class Oracle {
  readonly #times: VisibilityTimes
  /** By server id; keypairs by name. */
  readonly #servers = new Map<string, ResourceMemory>()
  readonly #keypairs = new Map<string, ResourceMemory>()
  readonly #attachments = new AttachmentMemory()
  readonly #links = new LinkCheck()
  readonly #conflicts = new UniqueValueCheck()
  readonly #keys = new KeypairCheck()
  readonly #deleted: DeletedResources
  readonly #reused: ReusedNames
  readonly #removedGroups = new RemovedGroups()
  readonly #responses = new ResponseChecks()
  readonly #lists: ListChecks

  /**
   * `graceMs`: how long an accepted change may take to become visible in every response, in milliseconds, because a target may be eventually
   * consistent. `effectMs`: after this time an accepted request without a visible effect is a violation.
   */
  constructor(graceMs: number, effectMs = graceMs) {
    this.#times = { graceMs, effectMs }
    this.#deleted = new DeletedResources(graceMs)
    this.#reused = new ReusedNames(graceMs)
    this.#lists = new ListChecks(graceMs)
  }

  /** Records that a call is about to be sent: from now on its effect may be visible. */
  begin(call: ObservedCall): void {
    const { operation, kind, resource = '' } = call
    this.#attachments.begin(call)
    this.#deleted.begin(call)
    this.#responses.begin(call)
    if (operation === 'deleteServer') this.#servers.get(resource)?.beginDeletion()
    else if (operation === 'deleteKeypair') {
      this.#keypairs.get(resource)?.beginDeletion()
      for (const server of this.#servers.values()) server.releaseKeypair(resource)
    } else this.#servers.get(resource)?.beginChange(kind)
  }

  /** Records that a call got no response, so its effect is unknown. `now`: milliseconds since the epoch. */
  abandon(call: ObservedCall, now: number): void {
    const { kind, resource = '', request } = call
    this.#responses.abandon(call)
    this.#servers.get(resource)?.endChange({ kind, request, receivedAt: now, result: 'unknown' })
  }

  /** Compares the response to a call with earlier exchanges, and records it. */
  observe(call: ObservedCall, response: ObservedResponse): readonly Contradiction[] {
    const { kind, resource = '', request } = call
    const result = resultOf(response.status)
    // A target that carries out part of a rejected invalid request violates another requirement, which the test asserts.
    const effect = call.isInvalid && kindsComparedByTests.includes(kind) ? 'unknown' : result
    const { receivedAt, exchange } = response
    this.#servers.get(resource)?.endChange({ kind, request, receivedAt, result: effect, exchange })
    return [
      ...this.#responses.observe(call, response),
      ...(call.isAuthorized && !call.isInvalid ? this.#deleted.observe(call, response) : []),
      ...this.#compare(call, response, result),
    ]
  }

  #compare(call: ObservedCall, response: ObservedResponse, result: ChangeResult): readonly Contradiction[] {
    const { resource = '' } = call
    if (!call.isAuthorized) {
      this.#endUnauthorized(call, result, response)
      return []
    }
    if (result === 'rejected' && !isReading(call.operation))
      this.#servers.get(resource)?.denied.recordRejected(call.kind)
    if (result === 'accepted') this.#removedGroups.record(call, response.exchange)
    if (result === 'accepted' && call.operation === 'createKeypair') this.#lists.recordKeypair(call)
    if (result === 'accepted' && call.isInvalid) {
      this.#forgetAll(resource, response.body)
      return []
    }
    const deletedKeypair = call.operation === 'deleteKeypair' ? this.#keypairs.get(resource) : undefined
    if (deletedKeypair) this.#reused.recordDeletion(resource, this.#keys.keyOf(deletedKeypair))
    if (call.operation === 'deleteServer' || call.operation === 'deleteKeypair') this.forget(resource)
    const named = this.#named(call)
    if (response.status === 404)
      return /^show/.test(call.operation) ? findMissing(call, named, response.sentAt - this.#times.graceMs) : []
    if (result !== 'accepted') return []
    const other = findWrongResource(call, response.body)
    // A resource that the run did not create may not exist: tests assert the requirements about unknown resources.
    if (other.length > 0) return named === undefined ? [] : other
    const duplicates = call.operation === 'createKeypair' ? findDuplicate(call, named, response.status) : []
    this.#learn(call, response)
    const memories = call.operation === 'listKeypairs' ? this.#keypairs : this.#servers
    const inList = this.#lists.check(call, response, memories)
    const descriptions = descriptionsIn(call, response.body, { servers: this.#servers, keypairs: this.#keypairs })
    const inDescriptions = descriptions.flatMap((description) => this.#compareDescription(call, response, description))
    const isKnownServer = this.#servers.get(resource)?.isDeleting === false
    const inAttachments = call.isInvalid || !isKnownServer ? [] : this.#attachments.observe(call, response)
    return [...duplicates, ...inList, ...inDescriptions, ...inAttachments, ...this.#links.observe(call, response.body)]
  }

  #compareDescription(
    { operation }: ObservedCall,
    { exchange, date, sentAt, receivedAt }: ObservedResponse,
    { pointer, value, memory }: Description,
  ): readonly Contradiction[] {
    if (operation !== 'createKeypair' && this.#reused.mayShowDeleted(memory, value, sentAt)) return []
    const view = views[operation] ?? 'own'
    const nowMs = creationTime(date, sentAt, receivedAt).toMs
    const id = textAt(value, /Keypair/.test(operation) ? 'name' : 'id') ?? ''
    if (/^show/.test(operation)) {
      memory.recordShown(value, exchange, sentAt)
      this.#lists.recordShown(memory)
    }
    return [
      ...memory.read(value, { exchange, sentAt, pointer, isListed: /^list/.test(operation), view, nowMs }),
      ...this.#conflicts.check(memory, pointer, id),
      ...this.#keys.check(memory, operation, value, pointer),
    ]
  }

  /** Stops comparing the status of a server, because something other than an observed call changed it. */
  changeStatus(server: string, now: number): void {
    const memory = this.#servers.get(server)
    memory?.beginChange(untrackedStatusChange)
    memory?.endChange({ kind: untrackedStatusChange, receivedAt: now, result: 'unknown' })
  }

  /** Stops comparing a server or keypair, because something other than an observed call may have changed it. */
  forget(resource: string): void {
    this.#attachments.forget(resource)
    this.#responses.forget(resource)
    for (const memories of [this.#servers, this.#keypairs]) {
      const memory = memories.get(resource)
      if (memory) this.#conflicts.release(memory)
      memories.delete(resource)
    }
  }

  /** Forgets what an invalid request may have changed or created. */
  #forgetAll(resource: string, body: unknown): void {
    this.forget(resource)
    const created = textAt(body, 'server/id') ?? textAt(body, 'keypair/name')
    if (created !== undefined) this.forget(created)
  }

  /** Records the result of a call with another token or tenant. If it was accepted, the resource may have changed. */
  #endUnauthorized(call: ObservedCall, result: ChangeResult, { body, exchange }: ObservedResponse): void {
    const { operation, resource = '' } = call
    if (result === 'accepted' && !isReading(operation)) this.#forgetAll(resource, body)
    if (result !== 'rejected') return
    if (!isReading(operation)) this.#servers.get(resource)?.denied.record(call, exchange)
    if (operation === 'deleteServer') this.#servers.get(resource)?.cancelDeletion()
    if (operation === 'deleteKeypair') this.#keypairs.get(resource)?.cancelDeletion()
  }

  /** Records a new server or keypair. */
  #learn({ operation, request }: ObservedCall, response: ObservedResponse): void {
    const { body, exchange, date, sentAt, receivedAt } = response
    const requestedAt = creationTime(date, sentAt, receivedAt)
    if (operation === 'createServer') {
      const id = textAt(body, 'server/id')
      const creation = { description: resolvePointer(request, 'body/server'), exchange, requestedAt }
      const memory = new ResourceMemory(serverAttributes, this.#times, creation, this.#removedGroups)
      if (id !== undefined) this.#servers.set(id, memory)
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

  /** Returns the record of the resource that a call shows, or of the keypair whose name a create request uses again. */
  #named({ operation, resource = '', request }: ObservedCall): ResourceMemory | undefined {
    if (operation === 'showServer') return this.#servers.get(resource)
    if (operation === 'showKeypair') return this.#keypairs.get(resource)
    return operation === 'createKeypair' ? this.#keypairs.get(textAt(request, 'keypair/name') ?? '') : undefined
  }
}
