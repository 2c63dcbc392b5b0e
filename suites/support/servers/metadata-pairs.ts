/** Requests for the pairs of metadata of a server, and what it shows of them. */
import type { ApiResponse, ComputeClient, Matcher } from '#harness'

export const listedPairs = 'body/metadata'
export const shownPairs = 'body/server/metadata'

interface Pair {
  readonly serverId: string
  readonly key: string
}

export const set = (compute: ComputeClient, path: Pair, value: string): Promise<ApiResponse> =>
  compute.call('setServerMetadata', {
    path: { ...path },
    body: { meta: { [path.key]: value } },
    mayBeRejected: value === '',
  })

export const remove = (compute: ComputeClient, path: Pair): Promise<ApiResponse> =>
  compute.call('deleteServerMetadata', { path: { ...path } })

export const show = (compute: ComputeClient, { serverId }: Pair): Promise<ApiResponse> =>
  compute.call('showServer', { path: { serverId } })

/** The pairs at a place of a response; none where there is no object. */
export function pairsAt(response: ApiResponse, pointer: string): Readonly<Record<string, unknown>> {
  const value = response.at(pointer)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

export const isWithout =
  (key: string, at = shownPairs): Matcher =>
  (response) =>
    key in pairsAt(response, at)
      ? { message: `The server still shows the pair "${key}".`, at, expected: `no ${key}`, actual: key }
      : undefined

/** A value that is not the same in every encoding, is longer than a target might store, and has blanks at both ends. */
export const beyondAscii = ` 세 번째 값 ${'v'.repeat(230)} `

/** The server shows all these pairs. */
export const keeps =
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
