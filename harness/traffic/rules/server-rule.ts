import type { Contradiction, ObservedResponse } from '../../oracle/observation.ts'
import { rememberIn, type TrafficCall, type TrafficRule } from './traffic-rule.ts'

/** A rule about servers, which counts for each server the requests in progress that may change it. */
export abstract class ServerRule<Server extends { changes: number }> implements TrafficRule {
  readonly #servers = new Map<string, Server>()

  /** Returns the id of the server that a call may change. */
  protected abstract changedBy(call: TrafficCall): string | undefined

  abstract observe(call: TrafficCall, response: ObservedResponse): readonly Contradiction[]

  begin(call: TrafficCall): void {
    const server = this.known(this.changedBy(call))
    if (server) server.changes++
  }

  cancel(call: TrafficCall): void {
    const server = this.known(this.changedBy(call))
    if (server) server.changes = Math.max(0, server.changes - 1)
  }

  /** Returns the record of a server. `id`: undefined for a call that is not about a server. */
  protected known(id: string | undefined): Server | undefined {
    return id === undefined ? undefined : this.#servers.get(id)
  }

  protected remember(id: string, server: Server): void {
    rememberIn(this.#servers, id, server)
  }

  protected drop(id: string): void {
    this.#servers.delete(id)
  }
}
