/** The client end of a connection. */
export interface Peer {
  /** undefined when the connection is already closed. */
  readonly address: string | undefined
}

/** Tells whether an address belongs to this machine: 127.0.0.0/8, also mapped to IPv6, ::1 or localhost. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address)
}
