import type { ResourceKind, TargetSettings } from '#model'

/** Where resources of a kind are listed, shown and removed. */
export interface ResourceCollection {
  readonly kind: ResourceKind
  /** Every resource is found at `<url>/<id>`. */
  readonly url: string
  /** Added to the URL for a list: as few strangers as the service can leave out, and as many a page as it allows. */
  readonly query: Readonly<Record<string, string>>
  /** Pointers: the array of a list; id and name in one of its elements; the name in the answer that shows one. */
  readonly list: string
  readonly id: string
  readonly name: string
  readonly shownName: string
}

const common = { query: {}, id: 'element/id', name: 'element/name' } as const

/**
 * The collections that a run creates in, in the order in which they are emptied: ports, volumes, keys and images may be in use
 * by servers. Names are compared here and not there, since a service may ignore the filter. Without an image service, Nova's
 * proxy to it is asked.
 */
export function resourceCollections({ computeUrl, tenant, services, runId }: TargetSettings): readonly ResourceCollection[] {
  const compute = `${computeUrl}/${encodeURIComponent(tenant)}`
  const { image, network, blockStorage } = services
  const only = { name: `conformance-${runId}-` }
  const keypair = { id: 'element/keypair/name', name: 'element/keypair/name', shownName: 'body/keypair/name' }
  return [
    {
      ...common,
      kind: 'server',
      url: `${compute}/servers`,
      query: only,
      list: 'body/servers',
      shownName: 'body/server/name',
    },
    { ...common, kind: 'keypair', url: `${compute}/os-keypairs`, list: 'body/keypairs', ...keypair },
    image === undefined
      ? { ...common, kind: 'image', url: `${compute}/images`, list: 'body/images', shownName: 'body/image/name' }
      : {
          ...common,
          kind: 'image',
          url: `${image}/v2/images`,
          query: { limit: '1000' },
          list: 'body/images',
          shownName: 'body/name',
        },
    ...(network === undefined
      ? []
      : [
          {
            ...common,
            kind: 'port',
            url: `${network}/v2.0/ports`,
            list: 'body/ports',
            shownName: 'body/port/name',
          } as const,
        ]),
    ...(blockStorage === undefined
      ? []
      : [
          {
            ...common,
            kind: 'volume',
            url: `${blockStorage}/volumes`,
            list: 'body/volumes',
            shownName: 'body/volume/name',
          } as const,
        ]),
  ]
}
