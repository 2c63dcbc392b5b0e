import { resolvePointer } from '#contract'
import type { Contradiction, ObservedResponse } from '../../oracle/observation.ts'
import { textAt } from '../../oracle/read-attribute.ts'
import { type PairView, ServerPairs } from './server-pairs.ts'
import { isAccepted, isRejected, rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

interface KnownServer {
  readonly pairs: ServerPairs
  /** How many requests that change pairs are in progress. */
  writes: number
  /** Whether some of them were in progress at the same time, so that their order is unknown. */
  areUnordered: boolean
}

const views: Readonly<Record<string, readonly [view: PairView, pointer: string]>> = {
  showServer: ['server', 'body/server/metadata'],
  listServerMetadata: ['list', 'body/metadata'],
  showServerMetadata: ['item', 'body/meta'],
}

const isWrite = ({ operation }: TrafficCall): boolean =>
  operation === 'setServerMetadata' || operation === 'deleteServerMetadata'

function objectAt(body: unknown, pointer: string): Readonly<Record<string, unknown>> | undefined {
  const value = resolvePointer(body, pointer)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

/** Finds a response to a change of metadata that does not show the requested value. */
function findOtherValue({ request, parameters }: TrafficCall, { body }: ObservedResponse): readonly Contradiction[] {
  const key = parameters['key'] ?? ''
  const [requested, shown] = [objectAt(request, 'body/meta')?.[key], objectAt(body, 'body/meta')?.[key]]
  if (typeof requested !== 'string' || typeof shown !== 'string' || requested === shown) return []
  return [
    {
      requirement: 'metadata.set.answer',
      message: 'The response to a change of metadata has another value than the request.',
      at: `body/meta/${key}`,
      expected: requested,
      actual: shown,
    },
  ]
}

/** Compares the pairs of servers whose creation was observed with the requests that set and delete them. */
export class MetadataMemory implements TrafficRule {
  readonly #graceMs: number
  readonly #servers = new Map<string, KnownServer>()

  constructor(graceMs: number) {
    this.#graceMs = graceMs
  }

  begin(call: TrafficCall): void {
    const server = isWrite(call) ? this.#servers.get(call.resource ?? '') : undefined
    if (server === undefined) return
    server.writes++
    server.areUnordered ||= server.writes > 1
  }

  cancel(call: TrafficCall): void {
    const server = isWrite(call) ? this.#servers.get(call.resource ?? '') : undefined
    if (server) server.writes = Math.max(0, server.writes - 1)
  }

  /** Stops comparing the pairs of a server until the next requests about them. */
  forget(resource: string): void {
    this.#servers.get(resource)?.pairs.forget()
  }

  observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource = '', request } = call
    if (operation === 'createServer' && isAccepted(response)) {
      const requested = objectAt(request, 'body/server/metadata') ?? {}
      const id = textAt(response.body, 'server/id')
      if (id) {
        const pairs = new ServerPairs(requested, response.exchange)
        rememberIn(this.#servers, id, { pairs, writes: 0, areUnordered: false })
      }
    }
    if (operation === 'deleteServer') this.#servers.delete(resource)
    if (isWrite(call)) return this.#write(call, response)
    const server = this.#servers.get(resource)
    return server === undefined || server.writes > 0 ? [] : this.#read(server.pairs, call, response)
  }

  #write(call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource = '', request, parameters } = call
    const server = this.#servers.get(resource)
    this.cancel(call)
    const isOrdered = server?.areUnordered === false
    if (server && server.writes === 0) server.areUnordered = false
    if (!isRejected(response) && (!isAccepted(response) || !isOrdered)) this.forget(resource)
    if (isRejected(response)) server?.pairs.recordRejection()
    if (!isAccepted(response)) return []
    const key = parameters['key'] ?? ''
    const value = objectAt(request, 'body/meta')?.[key]
    const change = { key, value: typeof value === 'string' ? value : undefined, exchange: response.exchange }
    if (isOrdered) server.pairs.write(change, response.receivedAt, this.#graceMs)
    return operation === 'setServerMetadata' ? findOtherValue(call, response) : []
  }

  #read(
    pairs: ServerPairs,
    { operation, parameters }: TrafficCall,
    response: ObservedResponse,
  ): readonly Contradiction[] {
    const [view, pointer] = views[operation] ?? []
    if (view === undefined || pointer === undefined) return []
    const { body, exchange, receivedAt, sentAt, status } = response
    const shown = isAccepted(response) ? objectAt(body, pointer) : undefined
    if (shown) return pairs.read({ view, pairs: shown, pointer, exchange, sentAt, receivedAt })
    if (view !== 'item' || status !== 404) return []
    return pairs.missing(parameters['key'] ?? '', { pointer: 'status', exchange, sentAt, receivedAt })
  }
}
