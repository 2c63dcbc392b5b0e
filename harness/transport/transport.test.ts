/** The transport against servers on real sockets. */
import { createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RawResponder, rawResponse, serveRaw } from './raw-server.fixture.ts'
import { createTransport } from './transport.ts'

async function connect(respond: RawResponder) {
  const { url, requests } = await serveRaw(respond)
  const transport = createTransport({}, 3_000)
  onTestFinished(() => transport.close())
  const send = (method: string, options: { readonly body?: string; readonly isIdempotent?: boolean } = {}) =>
    transport.send({ method, url: `${url}/servers`, headers: {}, ...options })
  return { send, requests }
}

/** The body of `rawResponse`. */
const servers = '{"servers":[]}'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('informational responses', () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n'
  test.each([
    ['100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['102 Processing', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['103 Early Hints', hints],
    ['several of them', `HTTP/1.1 100 Continue\r\n\r\n${hints}${hints}`],
  ])('%s before a response is skipped, for every request of a connection', async (_, informational) => {
    const { send, requests } = await connect((socket) => socket.write(informational + rawResponse()))
    for (const method of ['GET', 'POST', 'GET', 'GET'])
      expect(await send(method, method === 'POST' ? { body: '{}' } : {})).toMatchObject({ status: 200, text: servers })
    expect(requests).toHaveLength(4)
  })

  test('are skipped when they arrive in pieces', async () => {
    const { send } = await connect(async (socket) => {
      for (const part of ['HT', 'TP/1.1 10', '0 Continue\r\nx: y\r', '\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP', '/1.1 ']) {
        socket.write(part)
        await pause(5)
      }
      socket.write(rawResponse().slice('HTTP/1.1 '.length))
    })
    expect(await send('GET')).toMatchObject({ status: 200, text: servers })
  })
})

test('blanks around the value of a header are no part of it', async () => {
  const { send } = await connect((socket) => socket.write(rawResponse('200 OK', 'location:  /a/b  \r\nx-id:c\t \r\n')))
  expect(await send('GET')).toMatchObject({ headers: { location: '/a/b', 'x-id': 'c' } })
})

test('a 101 that was not requested is an invalid response: the target is alive', async () => {
  const { send } = await connect((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  )
  await expect(send('GET')).rejects.toMatchObject({ kind: 'invalid-response' })
})

describe('connections', () => {
  test('to a server that serves one at a time do not keep each other waiting', async () => {
    const queue: Socket[] = []
    const heads: string[] = []
    const serveNext = () => {
      const [socket] = queue
      socket?.on('data', (chunk) => {
        heads.push(chunk.toString('latin1'))
        socket.write(rawResponse())
      })
    }
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        if (queue[0] !== socket) return
        queue.shift()
        serveNext()
      })
      queue.push(socket)
      if (queue.length === 1) serveNext()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/servers`
    const transport = createTransport({}, 10_000)
    onTestFinished(() => transport.close())
    const send = (method: string) => transport.send({ method, url, headers: {} })

    const isClosed = () => heads.slice(-2).every((head) => /\r\nconnection: close\r\n/i.test(head))
    // The server is recognized after a few rounds; on a busy machine, later.
    for (let count = 0; count < 3 || (!isClosed() && count < 40); count++)
      await Promise.all(['GET', 'POST', 'GET'].map(send))

    // With a connection that is kept, the others would wait for a second each time.
    expect(isClosed()).toBe(true)
  }, 120_000)

  test('that a server closes after each response without saying so lose no request', async () => {
    const { send } = await connect((socket) => {
      socket.write(rawResponse())
      setTimeout(() => socket.destroy(), 1)
    })
    for (let index = 0; index < 30; index++) {
      expect((await send(index % 3 === 0 ? 'POST' : 'GET')).status).toBe(200)
      if (index % 4 === 0) await pause(2)
    }
  })

  test('that are reset at the second request lose no request', async () => {
    const { send } = await connect((socket, { earlier }) => {
      if (earlier > 0) socket.resetAndDestroy()
      else socket.write(rawResponse())
    })
    for (const method of ['GET', 'GET', 'DELETE', 'POST', 'GET', 'PUT', 'GET'])
      expect(await send(method)).toMatchObject({ status: 200 })
  })

  test('of HTTP/1.0 work without a length', async () => {
    const { send } = await connect((socket) => socket.end('HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\n{"a":1}'))
    expect(await send('GET')).toMatchObject({ status: 200, text: '{"a":1}' })
    expect(await send('POST')).toMatchObject({ status: 200, text: '{"a":1}' })
  })

  test('that are reset before a response make a POST fail, unless it is idempotent', async () => {
    const { send, requests } = await connect((socket) => {
      if (requests.length % 2 === 1) socket.resetAndDestroy()
      else socket.write(rawResponse())
    })
    await expect(send('POST')).rejects.toMatchObject({ kind: 'connection-lost', mayHaveTakenEffect: true })
    requests.pop()
    expect(await send('POST', { isIdempotent: true })).toMatchObject({ status: 200, isRepeated: true })
  })
})
