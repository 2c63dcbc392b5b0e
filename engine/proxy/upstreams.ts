/** The address at the target for a request that a client sent to the proxy. */
export interface Upstream {
  /** Without a trailing slash. */
  readonly origin: string
  /** Path and query. */
  readonly path: string
}

/** Members of catalogs, links and version lists that hold URLs. */
const urlMember = /("(?:href|url|publicURL|internalURL|adminURL)"\s*:\s*")(https?:\/\/[^"/?#\\]+)/gi

/** Matches the beginning of an absolute URL and captures its origin. */
const absolute = /^(https?:\/\/[^/?#\\]+)/i

/** Below this path, clients reach origins other than the target's own: `/-/host:port/…`. */
const prefix = '/-/'

/**
 * The origins to which a proxy forwards requests, and their paths at the proxy: the target's own at `/`, every other one that a catalog
 * names below `/-/`. No other host can be reached through the proxy.
 */
export class Upstreams {
  readonly #main: string
  /** Host with port → origin. */
  readonly #others = new Map<string, string>()
  /** The proxy's own origin, without a trailing slash. */
  proxyOrigin = ''

  constructor(target: string) {
    this.#main = new URL(target).origin
  }

  /**
   * Returns the address for the request target that a client sent: a path, or an absolute URL (RFC 9112, section 3.2.2). Undefined for a
   * host that no catalog has named.
   */
  resolve(target: string): Upstream | undefined {
    if (target.startsWith('/')) return this.#resolvePath(target)
    const [start = '', origin = ''] = absolute.exec(target) ?? []
    if (!URL.canParse(origin)) return undefined
    const rest = target.slice(start.length)
    const path = rest.startsWith('/') ? rest : `/${rest}`
    const named = new URL(origin).origin
    if (named === this.proxyOrigin) return this.#resolvePath(path)
    return this.localOrigin(named) === undefined ? undefined : { origin: named, path }
  }

  #resolvePath(path: string): Upstream | undefined {
    if (!path.startsWith(prefix)) return { origin: this.#main, path }
    const end = path.slice(prefix.length).search(/[/?]|$/) + prefix.length
    const origin = this.#others.get(path.slice(prefix.length, end))
    if (origin === undefined) return undefined
    const rest = path.slice(end)
    return { origin, path: rest.startsWith('/') ? rest : `/${rest}` }
  }

  /** Returns the URL of an origin for clients of the proxy; undefined for an unknown origin. */
  localOrigin(origin: string): string | undefined {
    if (origin === this.#main) return this.proxyOrigin
    const { host } = new URL(origin)
    return this.#others.get(host) === origin ? `${this.proxyOrigin}${prefix}${host}` : undefined
  }

  /** Makes the compute endpoints in a token's catalog reachable through the proxy. */
  learnCatalog(body: unknown): void {
    for (const url of computeUrls(body)) {
      const { origin, host } = new URL(url)
      if (origin !== this.#main) this.#others.set(host, origin)
    }
  }

  /** Returns a JSON body in which the URLs of known origins lead through the proxy. Everything else is unchanged. */
  rewrite(text: string): string {
    // Parsing a URL is slow, and a list repeats one origin hundreds of times.
    const replacements = new Map<string, string>()
    return text.replace(urlMember, (_, start: string, origin: string) => {
      const replacement = replacements.get(origin) ?? this.#replacementOf(origin)
      replacements.set(origin, replacement)
      return start + replacement
    })
  }

  /** Returns the origin for clients of the proxy in place of one in a body; an unknown origin itself. */
  #replacementOf(origin: string): string {
    return (URL.canParse(origin) ? this.localOrigin(new URL(origin).origin) : undefined) ?? origin
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** Returns the URLs of the compute service in the body of a token of Identity v2.0 or v3. */
function computeUrls(body: unknown): readonly string[] {
  const catalog = [
    ...list(member(member(body, 'token'), 'catalog')),
    ...list(member(member(body, 'access'), 'serviceCatalog')),
  ]
  return catalog
    .filter((service) => String(member(service, 'type')).startsWith('compute'))
    .flatMap((service) => list(member(service, 'endpoints')))
    .flatMap((endpoint) => ['url', 'publicURL', 'internalURL', 'adminURL'].map((name) => member(endpoint, name)))
    .filter((url) => typeof url === 'string')
    .filter((url) => URL.canParse(url))
}
