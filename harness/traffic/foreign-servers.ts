import { resolvePointer } from '#contract'
import { type Contradiction, exchangeName, type ObservedResponse } from '../oracle/observation.ts'
import { textAt } from '../oracle/read-attribute.ts'
import { isAccepted, isRejected, rememberIn, type TrafficCall } from './rules/traffic-rule.ts'

/** What one tenant has seen of the servers of another one. */
interface Sight {
  /** The last response that did not find one of them. */
  notFound: number | undefined
  rejections: number
  acceptances: number
  /** What counts if a server is not found again. */
  held: Contradiction[]
  /** Both lists have the same servers: two names of one tenant. */
  isSame: boolean
}

/** Finds requests of one tenant that are carried out on a server of another one, where others of them do not find its servers. */
export class ForeignServers {
  readonly #owners = new Map<string, string>()
  readonly #sights = new Map<string, Sight>()

  /** `scope`: the endpoint's root and the tenant. */
  observe(scope: string, call: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { operation, resource: id = '' } = call
    const created =
      operation === 'createServer' && isAccepted(response) ? textAt(response.body, 'server/id') : undefined
    if (created) rememberIn(this.#owners, created, scope)
    if (isAccepted(response)) this.#compareList(scope, response.body)
    const owner = this.#owners.get(id)
    if (owner === undefined) return []
    if (owner !== scope) return this.#compare(this.#sightOf(scope, owner), call, response)
    if (operation === 'deleteServer' && !isRejected(response)) this.#owners.delete(id)
    return []
  }

  #sightOf(scope: string, owner: string): Sight {
    const key = `${scope} ${owner}`
    const sight = this.#sights.get(key) ?? {
      notFound: undefined,
      rejections: 0,
      acceptances: 0,
      held: [],
      isSame: false,
    }
    rememberIn(this.#sights, key, sight)
    return sight
  }

  #compareList(scope: string, body: unknown): void {
    const listed = resolvePointer(body, 'body/servers')
    for (const server of Array.isArray(listed) ? listed : []) {
      const owner = this.#owners.get(textAt(server, 'id') ?? '')
      if (owner !== undefined && owner !== scope) this.#sightOf(scope, owner).isSame = true
    }
  }

  #compare(sight: Sight, { kind }: TrafficCall, response: ObservedResponse): readonly Contradiction[] {
    const { status, exchange } = response
    if (sight.isSame) return []
    if (status === 403 || status === 404) {
      sight.notFound = exchange
      sight.rejections++
      return sight.rejections > sight.acceptances ? sight.held.splice(0) : []
    }
    if (!isAccepted(response)) return []
    sight.acceptances++
    if (sight.notFound === undefined) return []
    const [name, other] = [exchangeName(exchange), exchangeName(sight.notFound)]
    sight.held.push({
      requirement: 'access.tenant-isolation',
      message: `${kind.replace('actOnServer ', '')} was carried out on a server of another tenant (${name}), whose servers are not found before and after it (${other}).`,
      at: 'status',
      expected: `404 in ${name}, too`,
      actual: `${status} (${name})`,
    })
    return []
  }
}
