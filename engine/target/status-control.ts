import { UsageError } from '#engine/errors'
import type { StatusControl } from '#model'
import type { ConfigTarget } from './config/config.ts'
import { parseEndpoint, parseHttpUrl, targetUrlLabel } from './endpoint/endpoint.ts'
import { type HttpClient, redirectNote } from './http-client.ts'

const setting = 'target.control'
const hint = 'Expected the control API of an emulator on this machine, such as http://127.0.0.1:8774/_emulator'

/** Host names of this machine, as the URL parser normalizes them. */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** Throws a UsageError unless the URL is on this machine: the control API has full power over a cloud. */
function controlUrl(text: string): string {
  const { origin, hostname, pathname } = parseHttpUrl(text, setting)
  if (!loopback.test(hostname)) throw new UsageError(`${setting}: ${text} is not on this machine`, { hint })
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

/**
 * Returns the configured way to force server states that only an operator can set, if there is one. Nothing is sent. The setting belongs to
 * the target of the same file: when the run has another target (`url`), it is ignored with a warning. Throws a UsageError for a URL that is
 * invalid or on another machine.
 */
export function statusControl(
  { url: configuredUrl, control, novaActions = false }: ConfigTarget = {},
  url: string,
  warn: (line: string) => void,
): StatusControl | undefined {
  if (control === undefined && !novaActions) return undefined
  if (control !== undefined && novaActions)
    throw new UsageError(`${setting} and target.novaActions cannot be combined; remove one of them`)
  const configured: StatusControl =
    control === undefined ? { by: 'novaActions' } : { by: 'control', url: controlUrl(control) }
  if (configuredUrl !== undefined && parseEndpoint(configuredUrl, targetUrlLabel).url === url) return configured
  warn(
    `target.${control === undefined ? 'novaActions' : 'control'} is configured for ${configuredUrl}, not for ${url}: ignored.`,
  )
  return undefined
}

/** Checks that the control API responds. Throws a UsageError if it does not, or if another service responds. */
export async function checkStatusControl(http: HttpClient, control: StatusControl | undefined): Promise<void> {
  if (control?.by !== 'control') return
  const response = await http.get(control.url)
  if (response.status !== 200)
    throw new UsageError(`${setting}: ${control.url} returned ${response.status}${redirectNote(response)}`, { hint })
}
