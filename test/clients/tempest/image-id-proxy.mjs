/** A proxy that removes the body of responses to createImage, which the document has and Tempest does not expect. */
import { createServer, request } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** Starts the proxy. @returns its URL and a function that stops it */
export async function startImageIdProxy(target) {
  const { hostname, port } = new URL(target)
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming)
    const { method, url: path, headers } = incoming
    const forwarded = request({ hostname, port, method, path, headers }, async (response) => {
      const original = await buffer(response)
      const isImageId = method === 'POST' && path.endsWith('/action') && original.includes('"image_id"')
      const { 'content-length': _length, 'transfer-encoding': _encoding, ...otherHeaders } = response.headers
      const content = isImageId ? Buffer.alloc(0) : original
      outgoing.writeHead(
        response.statusCode,
        response.statusCode === 204 ? otherHeaders : { ...otherHeaders, 'content-length': content.length },
      )
      outgoing.end(method === 'HEAD' ? undefined : content)
    })
    forwarded.on('error', () => outgoing.destroy())
    forwarded.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${server.address().port}`, stop }
}
