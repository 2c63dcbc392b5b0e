/** The other end of the connection that a request came by. */
export interface Peer {
  /** Its address; undefined when the connection is already gone. */
  readonly address: string | undefined
}

/** Whether an address is one of this machine's own: 127.0.0.0/8, also written as IPv6, ::1 or localhost. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address)
}
