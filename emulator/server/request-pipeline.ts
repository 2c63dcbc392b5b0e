import { randomUUID } from 'node:crypto'
import { delay, injectedResponse, isReplaced, matchRule } from '../fault-injection/apply.ts'
import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { runDueEvents } from '../transitions/dispatch.ts'
import { ApiError, BodyTooLarge, keystoneFault } from './errors.ts'
import type { EmulatorRequest } from './request.ts'
import { checkDeclaredLength } from './request-body.ts'
import type { RequestLog } from './request-log.ts'
import type { RequestUrl } from './request-url.ts'
import { type EmulatorResponse, page } from './response.ts'

/** Which service answers: what its refusals look like, and whether it numbers its requests as Compute does. */
export interface Service {
  readonly name: 'compute' | 'identity' | 'image' | 'network' | 'volume'
  readonly fault: (error: ApiError) => EmulatorResponse
  readonly hasRequestIds: boolean
}

/** Where exchanges take place. */
export interface PipelineContext {
  readonly cloud: CloudState
  /** undefined: nobody asked for a log. */
  readonly log: RequestLog | undefined
}

/** One request on its way to its operation. */
export interface Incoming {
  readonly service: Service
  readonly operation: string
  readonly request: EmulatorRequest
  readonly target: RequestUrl
}

/** What the exchange and its work tell each other. */
export interface RequestNotes {
  /** Under which the answer will be known. */
  readonly requestId: string
  /** Set as soon as it has been read. */
  body: unknown
}

export type Handler = (notes: RequestNotes) => EmulatorResponse | Promise<EmulatorResponse>

/**
 * Brings the state up to date, does the work, and turns whatever comes of it into a reply; undefined where a fault
 * breaks the connection instead.
 */
export async function handleRequest(
  site: PipelineContext,
  incoming: Incoming,
  work: Handler,
): Promise<EmulatorResponse | undefined> {
  const { cloud, log } = site
  const began = log === undefined ? 0 : performance.now()
  const at = cloud.clock.now()
  const shown = new Set<string>()
  const notes: RequestNotes = { requestId: newRequestId(cloud), body: undefined }
  const isHealthy = cloud.injections.isEmpty && cloud.faults.isEmpty
  const response = await (isHealthy
    ? attempt(cloud, incoming, notes, work)
    : faultyOutcome(cloud, incoming, shown, notes, work))
  const headers: Record<string, string> = incoming.service.hasRequestIds ? requestIdHeaders(cloud, notes.requestId) : {}
  Object.assign(headers, response?.headers)
  if (shown.size > 0) headers['x-emulator-fault'] = [...shown].join(', ')
  if (log !== undefined) {
    const { path, search } = incoming.target
    log.add({
      at: new Date(at).toISOString(),
      method: incoming.request.method,
      path: search === '' ? path : `${path}?${search}`,
      operation: namedOperation(incoming.operation, notes.body),
      status: response?.status ?? null,
      requestId: headers['x-compute-request-id'] ?? null,
      faults: [...shown],
      milliseconds: Math.round((performance.now() - began) * 1000) / 1000,
    })
  }
  return response && { status: response.status, headers, body: response.body }
}

/** The answer with what is wrong about it; undefined where the connection is to be broken instead. */
async function faultyOutcome(
  cloud: CloudState,
  incoming: Incoming,
  shown: Set<string>,
  notes: RequestNotes,
  work: Handler,
): Promise<EmulatorResponse | undefined> {
  const injection = await matchRule(cloud, incoming)
  if (injection !== undefined) {
    shown.add(injection.name)
    await delay(injection)
    if (isReplaced(injection) && injection.when !== 'after') {
      return injectedResponse(injection, incoming.service)
    }
  }
  const response = await cloud.faults.trackUse(shown, async () => {
    const healthy = await attempt(cloud, incoming, notes, work)
    return cloud.faults.mutate(incoming.operation, healthy, { request: incoming.request, body: notes.body })
  })
  const isLost = injection !== undefined && isReplaced(injection)
  return isLost ? injectedResponse(injection, incoming.service) : response
}

async function attempt(
  cloud: CloudState,
  incoming: Incoming,
  notes: RequestNotes,
  work: Handler,
): Promise<EmulatorResponse> {
  try {
    checkDeclaredLength(incoming.request)
    runDueEvents(cloud)
    return await work(notes)
  } catch (error) {
    return refusal(incoming, error)
  }
}

function refusal({ service, target }: Incoming, error: unknown): EmulatorResponse {
  if (error instanceof BodyTooLarge) return page(413, 'Request Entity Too Large', error.message)
  if (!(error instanceof ApiError)) {
    // A defect of the emulator itself: the client gets Nova's envelope, whoever runs us gets the stack.
    console.error(error)
    return service.fault(new ApiError(500, 'Unexpected API Error.'))
  }
  if (error.status !== 401) return service.fault(error)
  const keystone = `Keystone uri="${target.origin}/identity"`
  return { ...keystoneFault(error), headers: { 'www-authenticate': keystone } }
}

/** An action is called by its name as well; names that nothing has are cut short. */
function namedOperation(operation: string, body: unknown): string {
  if (operation !== 'servers.action' || typeof body !== 'object' || body === null) return operation
  const [action] = Object.keys(body)
  return action === undefined ? operation : `${operation}.${action.slice(0, 40)}`
}

export const newRequestId = defineHook('requests.newId', (_cloud: CloudState): string => `req-${randomUUID()}`)

/** The headers in which Compute repeats the id of a request. */
export const requestIdHeaders = defineHook(
  'requests.idHeaders',
  (_cloud: CloudState, requestId: string): Record<string, string> => ({
    'x-compute-request-id': requestId,
    'x-openstack-request-id': requestId,
  }),
)
