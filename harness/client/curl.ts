import type { Exchange } from '#model'
import { placeholder } from '../redaction/secret-patterns.ts'
import { tokenOption } from '../redaction/sent-token.ts'

/** A request to write as a curl command. */
export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

const maxBodyLength = 2_000

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * Returns a POSIX shell command that sends the request. The token of the run is written as `$OS_TOKEN`, that of the second tenant as
 * `$OTHER_TOKEN`, everything else is quoted.
 */
export function curl({ method, url, headers, body }: CurlRequest): string {
  const options = Object.entries(headers).map(([name, value]) =>
    name.toLowerCase() === 'x-auth-token' ? tokenOption(value) : `-H ${quote(`${name}: ${value}`)}`,
  )
  if (body !== undefined)
    options.push(`-d ${quote(body.length <= maxBodyLength ? body : `${body.slice(0, maxBodyLength)}…`)}`)
  return ['curl -sS -i', `-X ${method}`, ...options, quote(url)].join(' ')
}

/** Returns a shell command that repeats the request of an exchange. A recorded Host header is left out: it may name a proxy. */
export function curlOf({ method, url, requestHeaders, requestBody }: Exchange): string {
  const headers = Object.fromEntries(Object.entries(requestHeaders).filter(([name]) => name.toLowerCase() !== 'host'))
  return curl({ method, url, headers, body: requestBody })
}

/** Returns a shell command that deletes the resource at a URL. */
export const deleteCommand = (url: string): string =>
  curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': placeholder } })
