import { isIPv4 } from 'node:net'

/** The IPv4 addresses of a subnet that ports can have, as numbers. */
export interface AddressRange {
  readonly gateway: number
  readonly first: number
  readonly last: number
}

/** Converts an IPv4 address to its number. */
export function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

/** Converts a number to its IPv4 address. */
export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.')
}

/** Returns the range of a CIDR such as `192.168.0.0/18`, without the gateway (the first address) and the broadcast address. */
export function rangeOf(cidr: string): AddressRange {
  const [base = '', length] = cidr.split('/')
  const network = toNumber(base)
  return { gateway: network + 1, first: network + 2, last: network + 2 ** (32 - Number(length)) - 2 }
}

/** Tells whether a port of the subnet can have this address. */
export function contains(cidr: string, address: string): boolean {
  if (!isIPv4(address)) return false
  const { first, last } = rangeOf(cidr)
  const number = toNumber(address)
  return number >= first && number <= last
}

/** Returns the lowest free address of a subnet at or above `hint`; undefined when the subnet is full. */
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

/** Returns the CIDR of a tenant's n-th network, which has about 16,000 addresses. */
export function cidrOf(number: number): string {
  return number < 4 ? `192.168.${number * 64}.0/18` : `10.${number % 256}.0.0/18`
}
