/** Requests about the metadata of a server, and its pairs in responses. */
import { isDeepStrictEqual } from 'node:util'
import { type ApiResponse, assume, type ComputeClient, hasValueMatching, type Matcher } from '#harness'
import { asText } from './as-text.ts'

/** Pointers to the pairs: in the list of metadata, and in the server. */
export const listedPairs = 'body/metadata'
export const shownPairs = 'body/server/metadata'

/** The part of a client that these requests need. */
export type MetadataClient = Pick<ComputeClient, 'call' | 'poll'>

/** The path parameters of one pair. */
export interface PairPath {
  readonly serverId: string
  readonly key: string
}

/** Sets a pair. */
export const setPair = (
  compute: Pick<MetadataClient, 'call'>,
  path: PairPath,
  value: string,
  options: { readonly mayBeRejected?: boolean } = { mayBeRejected: value === '' },
): Promise<ApiResponse> =>
  compute.call('setServerMetadata', { path: { ...path }, body: { meta: { [path.key]: value } }, ...options })

/** Deletes a pair. */
export const removePair = (compute: Pick<MetadataClient, 'call'>, path: PairPath): Promise<ApiResponse> =>
  compute.call('deleteServerMetadata', { path: { ...path } })

/**
 * Shows the server of a pair.
 * @throws InconclusiveError if the server has no metadata at all
 */
export async function showWithPairs(
  compute: Pick<MetadataClient, 'call'>,
  { serverId }: Pick<PairPath, 'serverId'>,
): Promise<ApiResponse> {
  const shown = await compute.call('showServer', { path: { serverId } })
  const isMissing = shown.at('body/server/id') !== undefined && shown.at(shownPairs) === undefined
  assume(!isMissing, 'The server shows no metadata.', 'servers.metadata')
  return shown
}

type Pairs = Readonly<Record<string, unknown>>

/** Returns the members of an object; none of any other value. */
export const pairsOf = (value: unknown): Pairs =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

/** Returns the pairs at a pointer of a response; none if the value is not an object. */
export const pairsAt = (response: ApiResponse, pointer: string): Pairs => pairsOf(response.at(pointer))

/** Tells whether an object lacks a member that two others have with the same value. A member of only one of them may be new. */
export const lacksCommonMember = (object: object, before: Pairs = {}, after: Pairs = {}): boolean =>
  Object.keys(after).some((key) => key in before && !(key in object) && isDeepStrictEqual(before[key], after[key]))

/**
 * Creates a pair whose key has a capital letter. Where the list of metadata has this key, and the server shows it in lower case, which
 * `servers.create.metadata` reports, a pair in lower case takes its place.
 */
export async function setFirstPair(
  compute: Pick<MetadataClient, 'call'>,
  serverId: string,
  value: string,
): Promise<{ readonly first: PairPath; readonly created: ApiResponse }> {
  const first = { serverId, key: 'Conformance' }
  const created = await setPair(compute, first, value)
  const lower = { serverId, key: first.key.toLowerCase() }
  if (!showsPair(lower.key, value)(await showWithPairs(compute, first))) return { first, created }
  const list = await compute.call('listServerMetadata', { path: { serverId } })
  if (pairsAt(list, listedPairs)[first.key] !== value) return { first, created }
  await removePair(compute, first)
  return { first: lower, created: await setPair(compute, lower, value) }
}

/**
 * Waits until the server shows a new pair.
 * @throws InconclusiveError if it does not, although its list of metadata has the pair
 */
export async function awaitShownPair(compute: MetadataClient, path: PairPath, value: string): Promise<void> {
  const show = () => showWithPairs(compute, path)
  const { isDone } = await compute.poll(show, showsPair(path.key, value), 'propagation', 'metadata.set.creates')
  if (isDone) return
  const list = await compute.call('listServerMetadata', { path: { serverId: path.serverId } })
  const isListed = pairsAt(list, listedPairs)[path.key] === value
  assume(!isListed, 'The server does not show a pair that its list of metadata has.', 'servers.create.metadata')
}

/** Matches a response with this value, or one with the same text: metadata.item and metadata.list.object cover one that is not a string. */
export const hasText = (pointer: string, value: string): Matcher =>
  hasValueMatching(pointer, value, (actual) => asText(actual) === value)

/** Matches a response without a pair of this key, by default one that shows the server. */
export const isWithoutPair =
  (key: string, at = shownPairs): Matcher =>
  (response) =>
    key in pairsAt(response, at)
      ? { message: `The server still shows the pair "${key}".`, at, expected: `no ${key}`, actual: key }
      : undefined

/** Returns a function that tells whether a response shows the server with a pair. */
export const showsPair =
  (key: string, value: string) =>
  (response: ApiResponse): boolean =>
    pairsAt(response, shownPairs)[key] === value

/** Matches a server with all these pairs. */
export const keepsPairs =
  (pairs: Readonly<Record<string, unknown>>): Matcher =>
  (response) => {
    const now = pairsAt(response, shownPairs)
    const lost = Object.keys(pairs).filter((key) => now[key] !== pairs[key])
    if (lost.length === 0) return undefined
    const actual = `${lost.length} lost or changed: ${lost.slice(0, 5).join(', ')}`
    return {
      message: 'Other pairs of the server have changed.',
      at: shownPairs,
      expected: 'the same other pairs',
      actual,
    }
  }
