import { resolvePointer } from '#contract'
import type { ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** Servers by id, or keypairs by name. */
type Memories = ReadonlyMap<string, ResourceMemory>

/** The description of one known resource in a response. */
export interface Description {
  readonly pointer: string
  readonly value: unknown
  readonly memory: ResourceMemory
}

function descriptionAt(memories: Memories, key: string, body: unknown, path: string): readonly Description[] {
  const memory = memories.get(key)
  const pointer = `body/${path}`
  return memory && !memory.isDeleting ? [{ pointer, value: resolvePointer(body, pointer), memory }] : []
}

function descriptionsInList(
  body: unknown,
  list: string,
  describe: (index: number, element: unknown) => readonly Description[],
): readonly Description[] {
  const elements = resolvePointer(body, `body/${list}`)
  return Array.isArray(elements) ? elements.flatMap((element: unknown, index) => describe(index, element)) : []
}

/** Returns the descriptions of known resources in a response. Resources that are being deleted are left out. */
export function descriptionsIn(
  { operation, resource = '' }: ObservedCall,
  body: unknown,
  { servers, keypairs }: { readonly servers: Memories; readonly keypairs: Memories },
): readonly Description[] {
  if (operation === 'showServer' || operation === 'updateServer')
    return descriptionAt(servers, resource, body, 'server')
  if (operation === 'showKeypair') return descriptionAt(keypairs, resource, body, 'keypair')
  if (operation === 'createKeypair') return descriptionAt(keypairs, textAt(body, 'keypair/name') ?? '', body, 'keypair')
  if (operation === 'listServersDetail' || operation === 'listServers')
    return descriptionsInList(body, 'servers', (index, server) =>
      descriptionAt(servers, textAt(server, 'id') ?? '', body, `servers/${index}`),
    )
  if (operation === 'listKeypairs')
    return descriptionsInList(body, 'keypairs', (index, element) =>
      descriptionAt(keypairs, textAt(element, 'keypair/name') ?? '', body, `keypairs/${index}/keypair`),
    )
  return []
}
