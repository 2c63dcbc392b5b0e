import type { StatusControl } from '#model'

import { UsageError } from '../errors.ts'
import type { Config } from './config/config.ts'
import { parseEndpoint, parseHttpUrl, targetUrl } from './endpoint/endpoint.ts'
import { type HttpClient, redirectNote } from './http-client.ts'

const from = 'target.control'
const hint = 'Expected the control API of an emulator on this machine, such as http://127.0.0.1:8774/_emulator'

/** As the URL parser writes addresses of this machine. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Throws a UsageError unless the URL leads to this machine: whoever holds the control API can do anything to a cloud. */
function controlUrl(text: string): string {
  const { origin, hostname, pathname } = parseHttpUrl(text, from)
  if (!loopback.test(hostname)) throw new UsageError(`${from}: ${text} is not on this machine`, { hint })
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

/**
 * The way to states that only an operator reaches, where the file names one; nobody is asked. It is for the target of the
 * same file: where another one is verified (`url`), that is said and it is left alone. Throws a UsageError for a URL that is
 * none or leads to another machine.
 */
export function statusControl(
  { url: own, control, novaActions = false }: NonNullable<Config['target']> = {},
  url: string,
  warn: (line: string) => void,
): StatusControl | undefined {
  if (control === undefined && !novaActions) return undefined
  if (control !== undefined && novaActions)
    throw new UsageError(`${from}: target.novaActions is another way to the same states; one of them is enough`)
  const way: StatusControl = control === undefined ? { by: 'novaActions' } : { by: 'control', url: controlUrl(control) }
  if (own !== undefined && parseEndpoint(own, targetUrl).url === url) return way
  warn(
    `target.${control === undefined ? 'novaActions' : 'control'} of the file is for ${own}, not for ${url}: not used.`,
  )
  return undefined
}

/** Asks the control API whether it is there. Throws a UsageError when something else answers. */
export async function checkStatusControl(web: HttpClient, way: StatusControl | undefined): Promise<void> {
  if (way?.by !== 'control') return
  const response = await web.get(way.url)
  if (response.status !== 200)
    throw new UsageError(`${from}: ${way.url} answers ${response.status}${redirectNote(response)}`, { hint })
}
