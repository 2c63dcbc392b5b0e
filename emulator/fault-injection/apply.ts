import { setTimeout } from 'node:timers/promises'
import { ApiError } from '../server/errors.ts'
import type { EmulatorRequest } from '../server/request.ts'
import { readJson } from '../server/request-body.ts'
import type { IncomingRequest } from '../server/request-pipeline.ts'
import type { EmulatorResponse } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { FaultRule } from './rules.ts'

/** The generic fault that a request meets, if any; it counts as met. */
export async function matchRule(
  { faultRules }: CloudState,
  { operation, request, target }: IncomingRequest,
): Promise<FaultRule | undefined> {
  if (faultRules.isEmpty) return undefined
  const operations = operation === 'servers.action' ? [operation, await actionOf(request)] : [operation]
  return faultRules.meet({ operations, method: request.method, path: target.path })
}

/** An action is told from another only by its body. */
async function actionOf(request: EmulatorRequest): Promise<string> {
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
export async function delay({ delay = 0 }: FaultRule): Promise<void> {
  if (delay > 0) await setTimeout(delay, undefined, { ref: false })
}

/** Whether the true answer is not given; a mere delay leaves it as it is. */
export function isReplaced({ status, reset }: FaultRule): boolean {
  return status !== undefined || reset === true
}

/** What is answered instead; undefined where the connection is to be broken. */
export function injectedResponse(
  { name, status, reset, headers = {} }: FaultRule,
  service: { readonly fault: (error: ApiError) => EmulatorResponse },
): EmulatorResponse | undefined {
  if (reset === true || status === undefined) return undefined
  const response =
    status < 400
      ? { status, headers: {}, body: undefined }
      : service.fault(new ApiError(status, `This answer was injected by the fault ${name}.`))
  return { ...response, headers: { ...response.headers, ...headers } }
}
