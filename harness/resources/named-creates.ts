import { resolvePointer } from '#contract'
import type { OperationId, Phase } from '#model'
import type { ApiResponse } from '../client/api-response.ts'
import type { CallOptions } from '../client/outgoing-request.ts'
import { InconclusiveError } from '../errors.ts'
import { createdGroupName, createdKeypairName } from './created-resource.ts'

interface ReadingClient {
  withPhase(phase: Phase): { call(operation: OperationId, call: CallOptions): Promise<ApiResponse> }
}

/** Recognizes the creation of a resource other than a server when its response was lost. */
export interface NamedCreate {
  /** The plural noun for the created resource. */
  readonly noun: string
  /** Returns the requested name; empty when the request has none. */
  nameIn(content: unknown): string
  /** Tells whether a resource has the name. `isLost`: the response to its creation was lost; otherwise it was 503. */
  exists(client: ReadingClient, name: string, isLost: boolean): Promise<boolean>
}

const keypairs: NamedCreate = {
  noun: 'keypairs',
  nameIn: createdKeypairName,
  // A name that exists is rejected; it may be that of an earlier keypair.
  exists: async (client, name, isLost) => {
    if (!isLost) return false
    const reader = client.withPhase('cleanup')
    const shown = await reader.call('showKeypair', { path: { keypairName: name } })
    if (shown.isSuccess || shown.status === 404) return shown.isSuccess
    // A target that cannot show a keypair may list it.
    const list = await reader.call('listKeypairs', {})
    if (!list.isSuccess || !Array.isArray(list.at('body/keypairs')))
      throw new InconclusiveError(`The keypairs can be neither shown nor listed: ${shown.status}, ${list.status}.`)
    return list.array('body/keypairs').some((entry) => resolvePointer(entry, 'entry/keypair/name') === name)
  },
}

const serverGroups: NamedCreate = {
  noun: 'server groups',
  nameIn: createdGroupName,
  exists: async (client, name) => {
    const list = await client.withPhase('cleanup').call('listServerGroups', {})
    return list.array('body/server_groups').some((group) => resolvePointer(group, 'group/name') === name)
  },
}

/** Returns the creates of resources that are searched for by name; undefined for other operations. */
export function namedCreateOf(operation: OperationId): NamedCreate | undefined {
  if (operation === 'createKeypair') return keypairs
  return operation === 'createServerGroup' ? serverGroups : undefined
}
