/**
 * Generates load in a child process. It speaks HTTP/1.1 on plain sockets: a client library takes longer for a request than the
 * fastest target, and would limit the rates that are measured.
 */
import { connect } from 'node:net'

/** One connection with one exchange at a time. */
class Connection {
  #socket
  #received = Buffer.alloc(0)
  #pending

  constructor(port) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true)
    this.#socket.on('data', (data) => this.#receive(data))
    this.#socket.on('close', () => this.#pending?.reject(new Error('the connection was closed')))
    this.#socket.on('error', (error) => this.#pending?.reject(error))
  }

  /** Sends a request, head and body in one string. @returns a promise of `{ status, head, body }` */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close() {
    this.#pending = undefined
    this.#socket.destroy()
  }

  #receive(data) {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const head = this.#received.latin1Slice(0, headEnd)
    // Prism's proxy declares a length for responses that cannot have a body.
    const length = head.startsWith('HTTP/1.1 204') ? 0 : /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined && /\r\ntransfer-encoding: chunked/i.test(head)) {
      if (this.#received.subarray(-5).latin1Slice() !== '0\r\n\r\n') return
    } else if (this.#received.length < headEnd + 4 + Number(length ?? 0)) return
    const response = { status: Number(head.slice(9, 12)), head, body: this.#received.subarray(headEnd + 4) }
    this.#received = Buffer.alloc(0)
    this.#pending?.resolve(response)
  }
}

function requestText(method, path, { host, token, accept }, body = '') {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `X-Auth-Token: ${token}`, `Accept: ${accept}`]
  if (body !== '') lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** The work that a connection repeats; each call returns the number of requests that it sent. */
const tasks = {
  read: ({ path, caller }) => {
    const request = requestText('GET', path, caller)
    return async (connection) => {
      expectSuccess(await connection.send(request), path)
      return 1
    }
  },
  'create+delete': ({ path, body, caller }) => {
    const createRequest = requestText('POST', path, caller, body)
    return async (connection) => {
      const created = await connection.send(createRequest)
      expectSuccess(created, path)
      const id = /"id":\s*"([^"]+)"/.exec(created.body.latin1Slice())?.[1]
      expectSuccess(await connection.send(requestText('DELETE', `${path}/${id}`, caller)), path)
      return 2
    }
  },
}

function expectSuccess({ status, body }, path) {
  if (status < 200 || status > 299) throw new Error(`${path} returned ${status}: ${body.subarray(0, 300)}`)
}

/** Repeats one task on several connections for `milliseconds`, or until `maxRequests` were sent. */
async function measure({ task, port, connections, milliseconds, maxRequests = Number.POSITIVE_INFINITY, ...settings }) {
  const work = tasks[task](settings)
  const open = Array.from({ length: connections }, () => new Connection(port))
  const startedAt = performance.now()
  let requests = 0
  const repeat = async (connection) => {
    while (performance.now() - startedAt < milliseconds && requests < maxRequests) {
      // `requests += await …` would add to the value from before the wait.
      const sent = await work(connection)
      requests += sent
    }
  }
  await Promise.all(open.map(repeat))
  const seconds = (performance.now() - startedAt) / 1000
  for (const connection of open) connection.close()
  return { requests, seconds }
}

process.on('message', async (job) => {
  try {
    process.send(await measure(job))
  } catch (error) {
    process.send({ error: error.message })
  }
})
