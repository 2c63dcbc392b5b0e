import { connect } from 'node:tls'
import type { RequestError } from '#harness/core'

/** The timeout of a TLS handshake, in milliseconds. */
const probeTimeoutMs = 3_000

/** Matches the errors of a TLS handshake with a port that speaks plain HTTP. */
const plainHttp = /wrong version number|packet length too long|http request|unknown protocol|record layer failure/i

/** Tells whether a TLS handshake with the host succeeds. */
function speaksTls({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({ host, port: Number(port || 80), rejectUnauthorized: false, timeout: probeTimeoutMs })
    const end = (result: boolean) => () => {
      socket.destroy()
      resolve(result)
    }
    socket.once('secureConnect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}

/** Returns a message if a request failed because its URL has the wrong scheme for the port; otherwise undefined. */
export async function protocolMismatch(address: string, cause: RequestError): Promise<string | undefined> {
  const url = new URL(address)
  if (url.protocol === 'https:')
    return plainHttp.test(cause.reason)
      ? `${url.origin}: that port speaks plain HTTP; use http://${url.host}`
      : undefined
  if (cause.kind !== 'connection-lost' && cause.kind !== 'invalid-response') return undefined
  return (await speaksTls(url)) ? `${url.origin}: that port speaks TLS; use https://${url.host}` : undefined
}

/** Tells whether a response states that HTTP was sent to a TLS port, as those of nginx and Go do. */
export const isSentToTlsPort = (status: number, text: string): boolean =>
  status === 400 && /http request .{0,20}to (an )?https (port|server)/i.test(text.slice(0, 2_000))
