import type { Exchange } from '#model'

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** A shell line that makes the call again. The token stands as `$OS_TOKEN`; everything else is quoted for a POSIX shell. */
export function curl({ method, url, headers, body }: CurlRequest): string {
  const words = ['curl -sS -i', `-X ${method}`]
  for (const [name, value] of Object.entries(headers)) {
    words.push(
      name.toLowerCase() === 'x-auth-token' ? '-H "X-Auth-Token: $OS_TOKEN"' : `-H ${quote(`${name}: ${value}`)}`,
    )
  }
  if (body !== undefined) words.push(`-d ${quote(body.length <= 2000 ? body : `${body.slice(0, 2000)}…`)}`)
  return [...words, quote(url)].join(' ')
}

/** The line that makes the call of an exchange again. */
export const curlOf = ({ method, url, requestHeaders, requestBody }: Exchange): string =>
  curl({ method, url, headers: requestHeaders, body: requestBody })
