import type { ProxySettings } from '#model'

/** Host names of this machine, as the URL parser normalizes them. */
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Tells whether an entry of NO_PROXY covers a URL: `*`, a host with all its subdomains, or a host with a port. */
function covers(entry: string, { hostname, port, protocol }: URL): boolean {
  if (entry === '*') return true
  const [, host = entry, entryPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
  const defaultPort = protocol === 'https:' ? '443' : '80'
  if (entryPort !== undefined && entryPort !== (port || defaultPort)) return false
  const domain = host.replace(/^\*?\./, '').toLowerCase()
  return hostname === domain || hostname.endsWith(`.${domain}`)
}

/**
 * Returns the URL of the proxy for requests to a URL; undefined if they need none. A proxy from the command line is used for every URL; one
 * from the environment neither for this machine nor for the hosts in NO_PROXY.
 */
export function proxyFor(url: URL, proxy: ProxySettings | undefined): string | undefined {
  if (proxy === undefined) return undefined
  if (proxy.all !== undefined) return proxy.all
  if (loopback.test(url.hostname) || proxy.bypass?.some((entry) => covers(entry, url))) return undefined
  return url.protocol === 'https:' ? proxy.https : proxy.http
}
