import { resolvePointer } from '#contract'
import type { ApiResponse } from '../client/api-response.ts'
import { listNamed } from './own-servers.ts'
import type { SearchingClient } from './server-search.ts'

/**
 * Finds out whether the target has numbers as ids of servers, from the response to a create and a list that shows the created server
 * under the same number. A number in one of them alone may be a wrong value, with which the server could not be found.
 */
export async function learnNumericIds(client: SearchingClient, created: ApiResponse, name: string): Promise<void> {
  const id = created.at('body/server/id')
  if (typeof id !== 'number' || name === '') return
  const list = await listNamed(client.withPhase('cleanup'), name).catch(() => undefined)
  const isCreated = (server: unknown) =>
    resolvePointer(server, 'server/id') === id && resolvePointer(server, 'server/name') === name
  if (list?.array('body/servers').some(isCreated)) created.traits.readNumericIds()
}
