import { setTimeout } from 'node:timers/promises'
import { ApiError } from '../server/errors.ts'
import type { EmulatorRequest } from '../server/request.ts'
import { readJson } from '../server/request-body.ts'
import type { IncomingRequest } from '../server/request-pipeline.ts'
import type { EmulatorResponse } from '../server/response.ts'
import type { CloudState } from '../state/cloud-state.ts'
import type { FaultRule } from './request-fault-rules.ts'

/** Returns the fault rule that applies to a request, if any. It counts the request. */
export async function matchRule(
  { faultRules }: CloudState,
  { operation, request, target }: IncomingRequest,
): Promise<FaultRule | undefined> {
  if (faultRules.isEmpty) return undefined
  const operations = operation === 'servers.action' ? [operation, await actionOf(request)] : [operation]
  return faultRules.match({ operations, method: request.method, path: target.path })
}

/** Returns the name of a server action, which is in the body of its request. */
async function actionOf(request: EmulatorRequest): Promise<string> {
  try {
    const body: unknown = await readJson(request)
    const [name = ''] = typeof body === 'object' && body !== null ? Object.keys(body) : []
    return `servers.action.${name}`
  } catch {
    // The operation itself rejects a body that is not JSON.
    return 'servers.action.'
  }
}

/** Delays a response in real time, because the timeouts of a client do not follow the emulator's clock. */
export async function delay({ delay = 0 }: FaultRule): Promise<void> {
  if (delay > 0) await setTimeout(delay, undefined, { ref: false })
}

/** Tells whether the rule replaces the correct response. A delay alone does not. */
export function isReplaced({ status, reset }: FaultRule): boolean {
  return status !== undefined || reset === true
}

/** Returns the response in place of the correct one; undefined when the connection is to be broken. */
export function injectedResponse(
  { name, status, reset, headers = {} }: FaultRule,
  service: { readonly fault: (error: ApiError) => EmulatorResponse },
): EmulatorResponse | undefined {
  if (reset === true || status === undefined) return undefined
  const response =
    status < 400
      ? { status, headers: {}, body: undefined }
      : service.fault(new ApiError(status, `This response was injected by the fault ${name}.`))
  return { ...response, headers: { ...response.headers, ...headers } }
}
