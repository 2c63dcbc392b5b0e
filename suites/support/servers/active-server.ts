/** A server that a test requests itself and waits for. */
import {
  type ApiResponse,
  assumeDefined,
  type ComputeClient,
  createdServerId,
  deservesAnotherAttempt,
  inStatus,
  withoutTask,
} from '#harness'
import { statusPointer, untilDeleted } from './server-state.ts'

export interface RequestedServer {
  readonly serverId: string
  readonly created: ApiResponse
  /** True for a form of the request that a target may accept and then be unable to build. */
  readonly isTentative?: boolean
}

export const untilActive = {
  after: 'create',
  name: 'create',
  conditions: [inStatus('ACTIVE'), withoutTask],
} as const

/**
 * Requests a server.
 * @throws InconclusiveError when the response names none
 */
export async function requestServerById(compute: ComputeClient, body: object): Promise<RequestedServer> {
  const created = await compute.call('createServer', { body })
  const message = 'The response to createServer has no server id.'
  return { created, serverId: assumeDefined(createdServerId(compute.run, created), message, 'servers.create.answers') }
}

/**
 * Waits until a server is ACTIVE. Where new servers end in ERROR now and then, it is deleted and another one is requested. Returns
 * the last server and what the wait for it has shown.
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
