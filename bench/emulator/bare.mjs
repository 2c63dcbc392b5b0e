/**
 * The measure of what Node can do: a `node:http` server that does nothing but write given answers.
 * They come as one message: `{ answers: { 'GET /path': { status, headers, body } }, others: … }`.
 */
import { createServer } from 'node:http'

process.once('message', ({ answers, others }) => {
  const ready = ({ status, headers, body }) => ({ status, headers, body: Buffer.from(body) })
  const prepared = new Map(Object.entries(answers).map(([route, answer]) => [route, ready(answer)]))
  const rest = ready(others)
  const server = createServer((incoming, outgoing) => {
    const { status, headers, body } = prepared.get(`${incoming.method} ${incoming.url}`) ?? rest
    const answer = () => outgoing.writeHead(status, headers).end(body)
    if (incoming.method === 'POST') incoming.resume().once('end', answer)
    else answer()
  })
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
})
