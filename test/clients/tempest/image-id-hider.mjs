/** A proxy that passes everything on as it is, but for the body that the document gives the answer to createImage. */
import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** @returns where it listens, and how to stop it */
export async function hideImageIds(target) {
  const { hostname, port } = new URL(target)
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming)
    const { method, url: path, headers } = incoming
    const call = request({ hostname, port, method, path, headers }, async (answer) => {
      const given = await buffer(answer)
      const isHidden = method === 'POST' && path.endsWith('/action') && given.includes('"image_id"')
      const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = answer.headers
      const shown = isHidden ? Buffer.alloc(0) : given
      outgoing.writeHead(
        answer.statusCode,
        answer.statusCode === 204 ? rest : { ...rest, 'content-length': shown.length },
      )
      outgoing.end(method === 'HEAD' ? undefined : shown)
    })
    call.on('error', () => outgoing.destroy())
    call.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${server.address().port}`, stop }
}
