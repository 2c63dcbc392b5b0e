/** Requests a server for a test and waits until it is ACTIVE. */
import {
  type ApiResponse,
  assumeDefined,
  type ComputeClient,
  createdServerId,
  deservesAnotherAttempt,
  inStatus,
  resolvePointer,
  responseOrServer,
  UnconfirmedServer,
  withoutTask,
} from '#harness'
import { statusPointer, untilDeleted } from './server-state.ts'

/** A requested server, and the response to its create request, or else its first description. */
export interface RequestedServer {
  readonly serverId: string
  readonly created: ApiResponse
  /** True if the target may accept the request but fail to build the server. */
  readonly isTentative?: boolean
}

/** The wait after a create: the server is ACTIVE and has no task. */
export const untilActive = {
  after: 'create',
  name: 'create',
  conditions: [inStatus('ACTIVE'), withoutTask],
} as const

/**
 * Requests a server. Where the request gets no usable response, but the server exists, the first description of it counts as the response.
 * @throws InconclusiveError when the response has no server id
 */
export async function requestServerById(compute: ComputeClient, body: object): Promise<RequestedServer> {
  const name = String(resolvePointer(body, 'body/server/name'))
  const created = await responseOrServer(compute.run, name, () => compute.call('createServer', { body }))
  if (created instanceof UnconfirmedServer) {
    const serverId = created.id
    return { serverId, created: await compute.call('showServer', { path: { serverId } }) }
  }
  return requestedBy(compute, created)
}

/**
 * Returns the server that a response to a create identifies.
 * @throws InconclusiveError when it has no server id
 */
export function requestedBy({ run }: ComputeClient, created: ApiResponse): RequestedServer {
  const message = 'The response to createServer has no server id.'
  return { created, serverId: assumeDefined(createdServerId(run, created), message, 'servers.create.answers') }
}

/**
 * Waits until a server is ACTIVE. On a target where some new servers end in ERROR, a failed one is deleted and another one requested.
 * Returns the last server and the result of waiting for it.
 */
export async function waitUntilActive(
  compute: ComputeClient,
  first: RequestedServer,
  requestAnother: () => Promise<RequestedServer>,
) {
  let server = first
  for (let attempts = 1; ; attempts++) {
    const becoming = await compute.waitForServer(server.serverId, untilActive)
    const isUnsupported = server.isTentative && becoming.response.string(statusPointer) === 'ERROR'
    if (!isUnsupported && !deservesAnotherAttempt(compute.run, becoming.response, attempts))
      return { ...server, becoming }
    const deletion = await compute.call('deleteServer', { path: { serverId: server.serverId } })
    if (!deletion.isSuccess) return { ...server, becoming }
    await compute.waitForServer(server.serverId, untilDeleted)
    server = await requestAnother()
  }
}
