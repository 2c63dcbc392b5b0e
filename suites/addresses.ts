/** The addresses that a server shows. */
import { type Answer, arranged, follow } from '#harness'

export interface ShownAddress {
  /** The name it is listed under. */
  readonly network: string
  readonly address: unknown
}

/** Addresses of the server's own interfaces, at least one; floating ones belong to nobody's `networks`. */
export function ownAddresses(shown: Answer): readonly ShownAddress[] {
  const byNetwork = shown.at('body/server/addresses')
  const map = arranged(typeof byNetwork === 'object' ? byNetwork : undefined, 'The server shows no addresses.')
  const own = Object.entries(map ?? {}).flatMap(([network, list]) =>
    (Array.isArray(list) ? list : [])
      .filter((entry) => follow(entry, 'entry/OS-EXT-IPS:type') !== 'floating')
      .map((entry) => ({ network, address: follow(entry, 'entry/addr') })),
  )
  return own
}

export const tell = (addresses: readonly ShownAddress[]): string =>
  addresses.map(({ network, address }) => `${address} on ${network}`).join(', ') || 'none'
