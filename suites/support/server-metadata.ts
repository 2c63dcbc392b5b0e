/** Requests about the metadata of a server, and its pairs in responses. */
import type { ApiResponse, ComputeClient, Matcher } from '#harness'

/** Pointers to the pairs: in the list of metadata, and in the server. */
export const listedPairs = 'body/metadata'
export const shownPairs = 'body/server/metadata'

/** The path parameters of one pair. */
export interface PairPath {
  readonly serverId: string
  readonly key: string
}

export const setPair = (compute: ComputeClient, path: PairPath, value: string): Promise<ApiResponse> =>
  compute.call('setServerMetadata', {
    path: { ...path },
    body: { meta: { [path.key]: value } },
    mayBeRejected: value === '',
  })

export const removePair = (compute: ComputeClient, path: PairPath): Promise<ApiResponse> =>
  compute.call('deleteServerMetadata', { path: { ...path } })

/** Shows the server of a pair. */
export const showWithPairs = (compute: ComputeClient, { serverId }: PairPath): Promise<ApiResponse> =>
  compute.call('showServer', { path: { serverId } })

/** Returns the pairs at a pointer of a response; none if the value is not an object. */
export function pairsAt(response: ApiResponse, pointer: string): Readonly<Record<string, unknown>> {
  const value = response.at(pointer)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

type Pairs = Readonly<Record<string, unknown>>

/** Tells whether pairs lack the key of a pair that two others have with the same value. A pair of only one of them may be new. */
export const lacksCommonPair = (pairs: Pairs, before: Pairs = {}, after: Pairs = {}): boolean =>
  Object.keys(after).some((key) => before[key] === after[key] && !(key in pairs))

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
