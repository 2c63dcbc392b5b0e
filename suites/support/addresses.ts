/** The addresses in a response that shows a server. */
import { type ApiResponse, assume, assumeDefined, hasAddress, isObject, type Matcher, resolvePointer } from '#harness'
import { asText } from './as-text.ts'

const pointer = 'body/server/addresses'

/** An address of a server in a response. */
export interface ShownAddress {
  /** The network name under which the address is shown. */
  readonly network: string
  readonly address: unknown
}

/**
 * Returns the addresses of the server's interfaces, without floating ones.
 * @throws InconclusiveError when they are not an array for each network, which `servers.addresses` and
 *   `servers.addresses.by-network` cover
 */
export function fixedAddresses(shown: ApiResponse): readonly ShownAddress[] {
  const byNetwork = shown.at(pointer)
  assume(isObject(byNetwork), 'The server shows no addresses.', 'servers.addresses')
  return Object.entries(byNetwork).flatMap(([network, entries]) =>
    assumeDefined(
      Array.isArray(entries) ? entries : undefined,
      `The addresses on ${network} are not an array.`,
      'servers.addresses.by-network',
    )
      .filter((entry) => resolvePointer(entry, 'entry/OS-EXT-IPS:type') !== 'floating')
      .map((entry) => ({ network, address: resolvePointer(entry, 'entry/addr') })),
  )
}

/** Returns addresses as text for a finding. */
export const formatAddresses = (addresses: readonly ShownAddress[]): string =>
  addresses.map(({ network, address }) => `${asText(address)} on ${network}`).join(', ') || 'none'

/** Matches a server with an address, for one that had an address before the action. */
export const keepsAddress =
  (action: string): Matcher =>
  (shown) =>
    hasAddress(shown)
      ? undefined
      : {
          message: `The server shows no address after ${action}, but did before.`,
          at: pointer,
          expected: 'an address',
          actual: 'none',
        }
