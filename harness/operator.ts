import type { Answer } from './answer.ts'
import type { Compute } from './compute.ts'
import type { TargetSettings } from './target.ts'
import { watchServer } from './waiter.ts'

/** Statuses that no documented call leads to, or in which no documented call keeps a server. */
export type Standing =
  | 'BUILD'
  | 'ERROR'
  | 'HARD_REBOOT'
  | 'MIGRATING'
  | 'PASSWORD'
  | 'PAUSED'
  | 'REBOOT'
  | 'REBUILD'
  | 'RESCUE'
  | 'RESIZE'
  | 'REVERT_RESIZE'
  | 'SHELVED'
  | 'SHELVED_OFFLOADED'
  | 'SOFT_DELETED'
  | 'SUSPENDED'
  | 'VERIFY_RESIZE'

/** Nova's actions into a state and out of it. Shelving is left out: it makes an image, and where it ends is the cloud's choice. */
const novaActions: Readonly<Partial<Record<Standing, readonly [into: string, outOf: string]>>> = {
  PAUSED: ['pause', 'unpause'],
  SUSPENDED: ['suspend', 'resume'],
  RESCUE: ['rescue', 'unrescue'],
}

const serverPath = (id: string): string => `/servers/${encodeURIComponent(id)}`

/**
 * Tells the control API of an emulator. It is no part of the target: what is said here is no evidence, counts as no request
 * and is not watched; no token goes there.
 */
async function steer({ session }: Compute, url: string, id: string, status: Standing | 'ACTIVE'): Promise<number> {
  const answer = await session.send({
    method: 'PUT',
    url: `${url}${serverPath(id)}/state`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ status }),
  })
  return answer.status
}

/** Sends one of Nova's own actions. The document does not know them, so the contract does not watch how they are answered. */
function act(compute: Compute, id: string, action: string): Promise<Answer> {
  const { computeUrl, tenant } = compute.session.settings
  const url = `${computeUrl}/${encodeURIComponent(tenant)}${serverPath(id)}/action`
  return compute.elsewhere({ method: 'POST', url, body: { [action]: null } })
}

/** At rest in a status; the draft has a spelling of its own for some. */
const restsIn =
  (status: string) =>
  (answer: Answer): boolean =>
    [status, `${status}D`].includes(answer.string('body/server/status') ?? '') &&
    (answer.at('body/server/OS-EXT-STS:task_state') ?? null) === null

/** Why a server did not come to rest in a status after one of Nova's actions; undefined when it did. */
async function settle(compute: Compute, id: string, after: string, wanted: string): Promise<string | undefined> {
  const within = compute.session.settings.budgets.stop
  const { fault } = await watchServer(compute, id, { after, until: restsIn(wanted), wanted, within })
  return fault && `${after} does not lead to ${wanted} here: ${fault.message}`
}

/** Why the target gives no way to a state, as far as nobody has to be asked; undefined when it gives one. */
export function whyNoWay({ capabilities, missing }: TargetSettings, status: Standing): string | undefined {
  const need = novaActions[status] === undefined ? 'anyState' : 'operatorStates'
  return capabilities.includes(need) ? undefined : (missing[need] ?? `The target gives no way to ${status}.`)
}

/**
 * Brings a server into a state that no documented call leads to, by the way that the configuration names. Returns why that
 * is no way after all, or undefined once the server is there.
 */
export async function bringInto(compute: Compute, id: string, status: Standing): Promise<string | undefined> {
  const { operator } = compute.session.settings
  if (operator?.by === 'control') {
    const answered = await steer(compute, operator.url, id, status)
    return answered === 200 ? undefined : `The control API does not lead to ${status}: it answers ${answered}.`
  }
  const [action] = novaActions[status] ?? []
  if (operator === undefined || action === undefined) return `The target gives no way to ${status}.`
  const answer = await act(compute, id, action)
  if (!answer.succeeded) return `${action} does not lead to ${status} here: it is answered ${answer.status}.`
  return settle(compute, id, action, status)
}

/** Brings a server back from there, if it still is there. Best effort: one that is not at rest afterwards is not lent again. */
export async function bringBack(compute: Compute, id: string, status: Standing): Promise<void> {
  const { operator } = compute.session.settings
  const shown = await compute.call('showServer', { path: { serverId: id } })
  // What is gone stays gone, and what is at rest needs nothing.
  if (!shown.succeeded || ['SHUTOFF', 'DELETED'].includes(shown.string('body/server/status') ?? '')) return
  if (operator?.by === 'control') {
    await steer(compute, operator.url, id, 'ACTIVE')
    return
  }
  const [, action] = novaActions[status] ?? []
  if (action === undefined || !restsIn(status)(shown)) return
  const answer = await act(compute, id, action)
  if (answer.succeeded) await settle(compute, id, action, 'ACTIVE')
}
