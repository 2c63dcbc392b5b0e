import type { ProxySettings } from '#model'

/** Host names of this machine, as the URL parser normalizes them. */
const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Whether an entry of NO_PROXY covers a URL: `*`, a host with all its subdomains, or a host with a port. */
function covers(entry: string, { hostname, port, protocol }: URL): boolean {
  if (entry === '*') return true
  const [, host = entry, entryPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
  const defaultPort = protocol === 'https:' ? '443' : '80'
  if (entryPort !== undefined && entryPort !== (port || defaultPort)) return false
  const domain = host.replace(/^\*?\./, '').toLowerCase()
  return hostname === domain || hostname.endsWith(`.${domain}`)
}

/**
 * The URL of the proxy that requests to this URL go through; undefined when they do not. A proxy that was set for every URL on the
 * command line is used for every URL; one of the environment neither for this machine nor for what NO_PROXY names.
 */
export function proxyFor(url: URL, proxy: ProxySettings | undefined): string | undefined {
  if (proxy === undefined) return undefined
  if (proxy.all !== undefined) return proxy.all
  if (loopback.test(url.hostname) || proxy.bypass?.some((entry) => covers(entry, url))) return undefined
  return url.protocol === 'https:' ? proxy.https : proxy.http
}
