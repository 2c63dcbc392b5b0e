/** The addresses that a server shows. */
import { type ApiResponse, assumeDefined, type Matcher, resolvePointer } from '#harness'

export interface ShownAddress {
  /** The name it is listed under. */
  readonly network: string
  readonly address: unknown
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Addresses of the server's own interfaces; floating ones belong to nobody's `networks`. Ends the test without a judgement
 * where there is no list of addresses for each network: that is judged by itself.
 */
export function ownAddresses(shown: ApiResponse): readonly ShownAddress[] {
  const byNetwork = shown.at('body/server/addresses')
  const map = assumeDefined(isMap(byNetwork) ? byNetwork : undefined, 'The server shows no addresses.')
  const own = Object.entries(map).flatMap(([network, list]) =>
    assumeDefined(Array.isArray(list) ? list : undefined, `The addresses on ${network} are no list.`)
      .filter((entry) => resolvePointer(entry, 'entry/OS-EXT-IPS:type') !== 'floating')
      .map((entry) => ({ network, address: resolvePointer(entry, 'entry/addr') })),
  )
  return own
}

export const formatAddresses = (addresses: readonly ShownAddress[]): string =>
  addresses.map(({ network, address }) => `${address} on ${network}`).join(', ') || 'none'

/** Whether a server shows an address, of whatever form. */
export function hasAddress(shown: ApiResponse): boolean {
  const byNetwork = shown.at('body/server/addresses')
  return isMap(byNetwork) && Object.values(byNetwork).some((list) => !Array.isArray(list) || list.length > 0)
}

/** That an active server which showed an address still does, after this was done to it. */
export const keepsAddress =
  (done: string): Matcher =>
  (shown) =>
    hasAddress(shown)
      ? undefined
      : {
          message: `A server that showed an address before its ${done} shows none afterwards.`,
          at: 'body/server/addresses',
          expected: 'an address',
          actual: 'none',
        }
