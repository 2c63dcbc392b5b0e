import { randomUUID } from 'node:crypto'
import { delay, injectedResponse, isReplaced, matchRule } from '../fault-injection/apply-request-fault.ts'
import { defineHook } from '../fault-injection/hooks.ts'
import type { CloudState } from '../state/cloud-state.ts'
import { runDueEvents } from '../transitions/dispatch.ts'
import { ApiError, BodyTooLarge, keystoneFault } from './errors.ts'
import type { EmulatorRequest } from './request.ts'
import { checkDeclaredLength } from './request-body.ts'
import { createLogEntry, type RequestLog } from './request-log.ts'
import type { RequestUrl } from './request-url.ts'
import { type EmulatorResponse, htmlPage } from './response.ts'

/** The service that handles a request: the form of its error responses, and whether its responses carry request ids. */
export interface Service {
  readonly name: 'compute' | 'identity' | 'image' | 'network' | 'volume'
  readonly fault: (error: ApiError) => EmulatorResponse
  readonly hasRequestIds: boolean
}

export interface PipelineContext {
  readonly cloud: CloudState
  /** undefined where requests are not logged. */
  readonly log: RequestLog | undefined
}

/** A request and the operation that handles it. */
export interface IncomingRequest {
  readonly service: Service
  readonly operation: string
  readonly request: EmulatorRequest
  readonly target: RequestUrl
}

/** Data that the pipeline and a handler share. */
export interface RequestNotes {
  /** The id of the request, which the response repeats. */
  readonly requestId: string
  /** The parsed body; undefined until the handler has read it. */
  body: unknown
}

export type Handler = (notes: RequestNotes) => EmulatorResponse | Promise<EmulatorResponse>

/**
 * Runs due events and the handler, turns errors into responses, applies faults, and logs the request.
 * @returns undefined where a fault breaks the connection
 */
export async function handleRequest(
  { cloud, log }: PipelineContext,
  incoming: IncomingRequest,
  handler: Handler,
): Promise<EmulatorResponse | undefined> {
  const startedAt = log === undefined ? 0 : performance.now()
  const receivedAt = cloud.clock.now()
  const shownFaults = new Set<string>()
  const notes: RequestNotes = { requestId: newRequestId(cloud), body: undefined }
  const hasNoFaults = cloud.faultRules.isEmpty && cloud.faults.isEmpty
  const response = await (hasNoFaults
    ? runHandler(cloud, incoming, notes, handler)
    : runWithFaults(cloud, incoming, { shownFaults, notes, handler }))
  const headers: Record<string, string> = incoming.service.hasRequestIds ? requestIdHeaders(cloud, notes.requestId) : {}
  Object.assign(headers, response?.headers)
  if (shownFaults.size > 0) headers['x-emulator-fault'] = [...shownFaults].join(', ')
  log?.add(
    createLogEntry(incoming, notes.body, {
      receivedAt,
      startedAt,
      status: response?.status ?? null,
      requestId: headers['x-compute-request-id'] ?? null,
      faults: [...shownFaults],
    }),
  )
  return response && { status: response.status, headers, body: response.body }
}

/** The work of one request; `shownFaults` receives the faults that its response shows. */
interface FaultyWork {
  readonly shownFaults: Set<string>
  readonly notes: RequestNotes
  readonly handler: Handler
}

/** Runs the handler under the active faults. */
async function runWithFaults(
  cloud: CloudState,
  incoming: IncomingRequest,
  { shownFaults, notes, handler }: FaultyWork,
): Promise<EmulatorResponse | undefined> {
  const rule = await matchRule(cloud, incoming)
  if (rule !== undefined) {
    shownFaults.add(rule.name)
    await delay(rule)
    if (isReplaced(rule) && rule.when !== 'after') return injectedResponse(rule, incoming.service)
  }
  const response = await cloud.faults.trackUse(shownFaults, async () => {
    const correct = await runHandler(cloud, incoming, notes, handler)
    return cloud.faults.mutate(incoming.operation, correct, { request: incoming.request, body: notes.body })
  })
  return rule !== undefined && isReplaced(rule) ? injectedResponse(rule, incoming.service) : response
}

async function runHandler(
  cloud: CloudState,
  incoming: IncomingRequest,
  notes: RequestNotes,
  handler: Handler,
): Promise<EmulatorResponse> {
  try {
    checkDeclaredLength(incoming.request)
    runDueEvents(cloud)
    return await handler(notes)
  } catch (error) {
    return errorResponse(incoming, error)
  }
}

function errorResponse({ service, target }: IncomingRequest, error: unknown): EmulatorResponse {
  if (error instanceof BodyTooLarge) return htmlPage(413, 'Request Entity Too Large', error.message)
  if (!(error instanceof ApiError)) {
    // A bug in the emulator: the client gets Nova's error envelope, the console the stack.
    console.error(error)
    return service.fault(new ApiError(500, 'Unexpected API Error.'))
  }
  if (error.status !== 401) return service.fault(error)
  const authenticateHeader = `Keystone uri="${target.origin}/identity"`
  return { ...keystoneFault(error), headers: { 'www-authenticate': authenticateHeader } }
}

export const newRequestId = defineHook('requests.newId', (_cloud: CloudState): string => `req-${randomUUID()}`)

/** Returns the headers in which Compute repeats the id of a request. */
export const requestIdHeaders = defineHook(
  'requests.idHeaders',
  (_cloud: CloudState, requestId: string): Record<string, string> => ({
    'x-compute-request-id': requestId,
    'x-openstack-request-id': requestId,
  }),
)
