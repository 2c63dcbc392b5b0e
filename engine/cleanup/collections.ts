import { type JournalEntry, operationsUrl, type ResourceKind, type TargetSettings } from '#model'

/** Where the resources of one kind are listed, shown and deleted. */
export interface ResourceCollection {
  readonly kind: ResourceKind
  /** Each resource is at `<url>/<id>`. */
  readonly url: string
  /** Another list of the same resources, for a target that cannot send the first one. */
  readonly otherList?: string
  /** The query of the list: as few resources of others and as many resources a page as the service allows. */
  readonly query: Readonly<Record<string, string>>
  /** Pointer to the array of a list. */
  readonly list: string
  /** Pointers to id and name in an element of the list, the documented one first. */
  readonly ids: readonly string[]
  readonly names: readonly string[]
  /** Pointers to the id of the server that an element was made for. */
  readonly servers?: readonly string[]
  /** Pointer to the name in the response that shows one resource. */
  readonly shownName: string
}

/**
 * Returns the collections that a run creates resources in, in the order of deletion: ports, volumes, keypairs and
 * images may be in use by servers, and so may server groups, which are not looked for in the first edition of the
 * document, unless the journal of the run has some. A service may ignore the name filter of a query, so names are
 * compared here too. Without an image service the images are those of Nova's proxy.
 */
export function resourceCollections(
  target: TargetSettings,
  journal: readonly JournalEntry[],
): readonly ResourceCollection[] {
  const { services, runId, edition } = target
  const compute = operationsUrl(target)
  const collection = (
    kind: ResourceKind,
    url: string,
    shownName: string,
    changes: Partial<ResourceCollection> = {},
  ): ResourceCollection => ({
    ids: ['element/id', `element/${kind}/id`],
    names: ['element/name', `element/${kind}/name`],
    kind,
    url,
    query: {},
    list: `body/${kind}s`,
    shownName,
    ...changes,
  })
  const keypairNames = ['element/keypair/name', 'element/name']
  const { image, network, blockStorage } = services
  return [
    collection('server', `${compute}/servers`, 'body/server/name', {
      otherList: `${compute}/servers/detail`,
      query: { name: `conformance-${runId}-` },
    }),
    collection('keypair', `${compute}/os-keypairs`, 'body/keypair/name', { ids: keypairNames, names: keypairNames }),
    ...(edition === '2020-03' && journal.every(({ kind }) => kind !== 'server-group')
      ? []
      : [
          collection('server-group', `${compute}/os-server-groups`, 'body/server_group/name', {
            list: 'body/server_groups',
          }),
        ]),
    image === undefined
      ? collection('image', `${compute}/images`, 'body/image/name')
      : collection('image', `${image}/v2/images`, 'body/name', { query: { limit: '1000' } }),
    ...(network === undefined
      ? []
      : [collection('port', `${network}/v2.0/ports`, 'body/port/name', { servers: ['element/device_id'] })]),
    ...(blockStorage === undefined ? [] : [collection('volume', `${blockStorage}/volumes`, 'body/volume/name')]),
  ]
}
