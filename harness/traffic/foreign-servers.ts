import { type Contradiction, exchangeName, type ObservedResponse } from '../oracle/observation.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { RejectionRecord } from './rejection-record.ts'
import { listedKeys } from './rules/listed-keys.ts'
import { isAccepted, isRejected, rememberIn, type TrafficCall } from './rules/traffic-rule.ts'

/**
 * Finds requests of one tenant that are carried out on a server of another tenant, although other requests of the same tenant do not find
 * that tenant's servers.
 */
export class ForeignServers {
  readonly #owners = new Map<string, string>()
  /** Requests of one tenant for servers of another one; undefined once the two turn out to be names of the same tenant. */
  readonly #records = new Map<string, RejectionRecord | undefined>()

  /** `scope`: the endpoint's root and the tenant. */
  observe(scope: string, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource: id = '' } = call
    if (isAccepted(response)) this.#learn(scope, call, response.body)
    const owner = this.#owners.get(id)
    if (owner === undefined) return []
    if (owner !== scope) return this.#compare(`${scope} ${owner}`, call, response)
    if (operation === 'deleteServer' && !isRejected(response)) this.#owners.delete(id)
    return []
  }

  #learn(scope: string, { operation }: TrafficCall, body: unknown): void {
    const created = operation === 'createServer' ? textAt(body, 'server/id') : undefined
    if (created) rememberIn(this.#owners, created, scope)
    if (operation !== 'listServers' && operation !== 'listServersDetail') return
    for (const id of listedKeys(operation, body)?.keys ?? []) {
      const owner = this.#owners.get(id)
      if (owner !== undefined && owner !== scope) rememberIn(this.#records, `${scope} ${owner}`, undefined)
    }
  }

  #compare(key: string, { kind }: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { status, exchange } = response
    const record = this.#records.has(key) ? this.#records.get(key) : new RejectionRecord()
    rememberIn(this.#records, key, record)
    if (status === 403 || status === 404) return record?.reject(exchange) ?? []
    const name = exchangeName(exchange)
    if (isAccepted(response))
      record?.accept((rejectedIn) => ({
        requirement: 'access.tenant-isolation',
        message: `${kind.replace('actOnServer ', '')} was carried out on a server of another tenant (${name}), whose servers are not found before and after it (${exchangeName(rejectedIn)}).`,
        at: 'status',
        expected: `404 in ${name}, too`,
        actual: `${status} (${name})`,
      }))
    return []
  }
}
