import { UsageError } from '#engine/errors'
import { defined } from '#engine/input'
import { registerSecrets } from '#harness/core'
import type { ProxySettings } from '#model'

/** Parses the URL of an HTTP proxy, which may be a host with a port. Throws a UsageError that names the source for anything else. */
function parseProxy(text: string, source: string): string {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!/^https?:\/\//i.test(address))
    throw new UsageError(`${source}: only HTTP proxies are supported, not ${address.split(':')[0]}`)
  if (!URL.canParse(address)) throw new UsageError(`${source}: not the URL of a proxy; expected http://host:port`)
  const url = new URL(address)
  if (url.password !== '') registerSecrets(url.password, decodeURIComponent(url.password))
  return url.href
}

/**
 * Returns the proxy settings of --proxy, or of the environment like curl: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in lower case
 * first. Undefined when there is none. Throws a UsageError for one that is not an HTTP proxy.
 */
export function proxyFrom(option: string | undefined, env: NodeJS.ProcessEnv): ProxySettings | undefined {
  if (option !== undefined) return { all: parseProxy(option, '--proxy') }
  const variable = (...names: readonly string[]): string | undefined => {
    const name = names.flatMap((each) => [each.toLowerCase(), each]).find((each) => (env[each] ?? '') !== '')
    return name === undefined ? undefined : parseProxy(env[name] ?? '', name)
  }
  const proxies = defined({ http: variable('HTTP_PROXY', 'ALL_PROXY'), https: variable('HTTPS_PROXY', 'ALL_PROXY') })
  if (Object.keys(proxies).length === 0) return undefined
  const bypass = (env['no_proxy'] || env['NO_PROXY'] || '').split(/[\s,]+/).filter((entry) => entry !== '')
  return { ...proxies, bypass }
}
