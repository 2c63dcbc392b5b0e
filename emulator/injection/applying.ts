import { setTimeout } from 'node:timers/promises'
import { readJson } from '../body.ts'
import { ApiError } from '../errors.ts'
import type { Incoming } from '../exchange.ts'
import type { Message } from '../message.ts'
import type { Reply } from '../reply.ts'
import type { World } from '../state/world.ts'
import type { Injection } from './injections.ts'

/** The generic fault that a request meets, if any; it counts as met. */
export async function meetInjection(
  { injections }: World,
  { operation, request, target }: Incoming,
): Promise<Injection | undefined> {
  if (injections.isEmpty) return undefined
  const operations = operation === 'servers.action' ? [operation, await actionOf(request)] : [operation]
  return injections.meet({ operations, method: request.method, path: target.path })
}

/** An action is told from another only by its body. */
async function actionOf(request: Message): Promise<string> {
  try {
    const body: unknown = await readJson(request)
    const [name = ''] = typeof body === 'object' && body !== null ? Object.keys(body) : []
    return `servers.action.${name}`
  } catch {
    // The operation itself refuses what is no JSON.
    return 'servers.action.'
  }
}

/** Holds the answer back, in real time: what is tried is the patience of a client, whose clock is its own. */
export async function hold({ delay = 0 }: Injection): Promise<void> {
  if (delay > 0) await setTimeout(delay, undefined, { ref: false })
}

/** Whether the true answer is not given; a mere delay leaves it as it is. */
export function isReplaced({ status, reset }: Injection): boolean {
  return status !== undefined || reset === true
}

/** What is answered instead; undefined where the connection is to be broken. */
export function injectedReply(
  { name, status, reset, headers = {} }: Injection,
  service: { readonly fault: (error: ApiError) => Reply },
): Reply | undefined {
  if (reset === true || status === undefined) return undefined
  const reply =
    status < 400
      ? { status, headers: {}, body: undefined }
      : service.fault(new ApiError(status, `This answer was injected by the fault ${name}.`))
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
