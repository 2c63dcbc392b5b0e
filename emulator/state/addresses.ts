import { isIPv4 } from 'node:net'

/** The IPv4 addresses of a subnet that may be given away, as numbers. */
export interface AddressRange {
  readonly gateway: number
  readonly first: number
  readonly last: number
}

export function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')
}

/** Of `192.168.0.0/18`: the first address is the gateway's, the last is for broadcasts. */
export function rangeOf(cidr: string): AddressRange {
  const [base = '', length] = cidr.split('/')
  const network = toNumber(base)
  return { gateway: network + 1, first: network + 2, last: network + 2 ** (32 - Number(length)) - 2 }
}

/** Whether an address is one that the subnet may give away. */
export function contains(cidr: string, address: string): boolean {
  if (!isIPv4(address)) return false
  const { first, last } = rangeOf(cidr)
  const number = toNumber(address)
  return number >= first && number <= last
}

/** The lowest address of a subnet that is not taken, at or above `hint`; undefined when it is full. */
export function lowestFree(
  cidr: string,
  isTaken: (address: string) => boolean,
  hint = 0,
): { readonly address: string; readonly number: number } | undefined {
  const { first, last } = rangeOf(cidr)
  for (let number = Math.max(first, hint); number <= last; number++) {
    const address = toAddress(number)
    if (!isTaken(address)) return { address, number }
  }
  return undefined
}

/** The addresses of the networks of one tenant: each has room for some sixteen thousand ports. */
export function cidrOf(number: number): string {
  return number < 4 ? `192.168.${number * 64}.0/18` : `10.${number % 256}.0.0/18`
}
