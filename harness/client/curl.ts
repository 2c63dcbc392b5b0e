import type { Exchange } from '#model'
import { placeholder } from '../redaction/secret-patterns.ts'
import { tokenOption } from '../redaction/sent-token.ts'

export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

const maxBodyLength = 2_000

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/**
 * A POSIX shell command that sends the request. The token of the run is written as `$OS_TOKEN`, that of the second tenant as
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

/** A shell command that repeats the request of an exchange. A recorded Host may be that of a proxy, and curl sends that of the URL. */
export function curlOf({ method, url, requestHeaders, requestBody }: Exchange): string {
  const headers = Object.fromEntries(Object.entries(requestHeaders).filter(([name]) => name.toLowerCase() !== 'host'))
  return curl({ method, url, headers, body: requestBody })
}

/** A shell command that deletes the resource at a URL. */
export const deleteCommand = (url: string): string =>
  curl({ method: 'DELETE', url, headers: { 'X-Auth-Token': placeholder } })
