import type { ResourceKind } from '#model'

/** The kinds of resources that a run creates, by their collection in a URL. */
const collections: Readonly<Record<string, ResourceKind>> = {
  servers: 'server',
  'os-keypairs': 'keypair',
  'os-server-groups': 'server-group',
  images: 'image',
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Returns the kind and id of the resource that a URL leads to or below. */
function resourceIn(url: string): readonly [ResourceKind, string] | undefined {
  const [, collection = '', id = ''] = /\/(servers|os-keypairs|os-server-groups|images)\/([^/?#]+)/.exec(url) ?? []
  const kind = collections[collection]
  return kind === undefined ? undefined : [kind, decode(id)]
}

/**
 * The resources that the target listed before the run created any of their kind. They never belong to the run, even if a response names
 * them.
 */
export class EarlierResources {
  readonly #ids = new Map<ResourceKind, ReadonlySet<string>>()
  readonly #reads = new Map<ResourceKind, Promise<void>>()

  has(kind: ResourceKind, id: string): boolean {
    return this.#ids.get(kind)?.has(id) ?? false
  }

  /** Tells whether the target has listed the resources of a kind. */
  knows(kind: ResourceKind): boolean {
    return this.#ids.has(kind)
  }

  /** Returns the id of the earlier resource that a URL leads to or below; undefined when it leads to none. */
  idIn(url: string): string | undefined {
    const [kind, id] = resourceIn(url) ?? []
    return kind !== undefined && id !== undefined && this.has(kind, id) ? id : undefined
  }

  /** Reads the ids of a kind at the first call. `read` returns undefined when the list cannot be read; then nothing is known. */
  readOnce(kind: ResourceKind, read: () => Promise<readonly string[] | undefined>): Promise<void> {
    const reading = this.#reads.get(kind) ?? this.#read(kind, read)
    this.#reads.set(kind, reading)
    return reading
  }

  async #read(kind: ResourceKind, read: () => Promise<readonly string[] | undefined>): Promise<void> {
    const ids = await read().catch(() => undefined)
    if (ids !== undefined) this.#ids.set(kind, new Set(ids))
  }
}
