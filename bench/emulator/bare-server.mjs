/**
 * The upper bound of what Node can do: a `node:http` server that only writes fixed responses. The parent process sends them in one
 * message: `{ responses: { 'GET /path': { status, headers, body } }, fallback: { status, headers, body } }`.
 */
import { createServer } from 'node:http'

process.once('message', ({ responses, fallback }) => {
  const encode = ({ status, headers, body }) => ({ status, headers, body: Buffer.from(body) })
  const encoded = new Map(Object.entries(responses).map(([route, response]) => [route, encode(response)]))
  const encodedFallback = encode(fallback)
  const server = createServer((incoming, outgoing) => {
    const { status, headers, body } = encoded.get(`${incoming.method} ${incoming.url}`) ?? encodedFallback
    const respond = () => outgoing.writeHead(status, headers).end(body)
    if (incoming.method === 'POST') incoming.resume().once('end', respond)
    else respond()
  })
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
})
