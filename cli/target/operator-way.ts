import type { OperatorWay } from '#harness/client'
import type { Config } from '../config/config.ts'
import { UsageError } from '../usage-error.ts'
import { parseHttpUrl } from './endpoint.ts'
import { redirection, type Web } from './web.ts'

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
 * The way to states that only an operator reaches, where the file names one; nobody is asked. Throws a UsageError for a URL
 * that is none or leads to another machine.
 */
export function operatorWay({ control, novaActions }: NonNullable<Config['target']>): OperatorWay | undefined {
  if (control === undefined) return novaActions === true ? { by: 'novaActions' } : undefined
  if (novaActions === true)
    throw new UsageError(`${from}: target.novaActions is another way to the same states; one of them is enough`)
  return { by: 'control', url: controlUrl(control) }
}

/** Asks the control API whether it is there. Throws a UsageError when something else answers. */
export async function checkWay(web: Web, way: OperatorWay | undefined): Promise<void> {
  if (way?.by !== 'control') return
  const answer = await web.get(way.url)
  if (answer.status !== 200)
    throw new UsageError(`${from}: ${way.url} answers ${answer.status}${redirection(answer)}`, { hint })
}
