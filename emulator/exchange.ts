import { randomUUID } from 'node:crypto'
import { BodyTooLarge, checkDeclaredLength } from './body.ts'
import { ApiError, keystoneFault } from './errors.ts'
import type { Asked } from './faults/index.ts'
import { page, type Reply, toResponse } from './reply.ts'
import { catchUp, type World } from './state/world.ts'

/** Which service answers: what its refusals look like, and whether it numbers its requests as Compute does. */
export interface Service {
  readonly fault: (error: ApiError) => Reply
  readonly hasRequestIds: boolean
}

/** The work of one exchange; it hands out the parsed body as soon as it has read it. */
export type Work = (noteBody: (body: unknown) => void) => Reply | Promise<Reply>

/** Brings the state up to date, does the work, and turns whatever comes of it into a response. */
export async function exchange(
  world: World,
  service: Service,
  operation: string,
  request: Request,
  work: Work,
): Promise<Response> {
  let body: unknown
  const healthy = await attempt(world, service, request, () =>
    work((read) => {
      body = read
    }),
  )
  const asked: Asked = { request, body }
  const reply = world.faults.mutate(operation, healthy, asked)
  const headers = service.hasRequestIds ? { ...requestIds(world), ...reply.headers } : reply.headers
  return toResponse({ ...reply, headers })
}

async function attempt(
  world: World,
  service: Service,
  request: Request,
  work: () => Reply | Promise<Reply>,
): Promise<Reply> {
  try {
    checkDeclaredLength(request)
    catchUp(world)
    return await work()
  } catch (error) {
    return refusal(service, request, error)
  }
}

function refusal(service: Service, request: Request, error: unknown): Reply {
  if (error instanceof BodyTooLarge) return page(413, 'Request Entity Too Large', error.message)
  if (!(error instanceof ApiError)) {
    // A defect of the emulator itself: the client gets Nova's envelope, whoever runs us gets the stack.
    console.error(error)
    return service.fault(new ApiError(500, 'Unexpected API Error.'))
  }
  if (error.status !== 401) return service.fault(error)
  const keystone = `Keystone uri="${new URL(request.url).origin}/identity"`
  return { ...keystoneFault(error), headers: { 'www-authenticate': keystone } }
}

function requestIds(world: World): Record<string, string> {
  if (world.faults.has('request-id-missing')) return {}
  const id = world.faults.has('request-id-constant')
    ? 'req-00000000-0000-4000-8000-000000000000'
    : `req-${randomUUID()}`
  return { 'x-compute-request-id': id, 'x-openstack-request-id': id }
}
