/**
 * The load, in a process of its own. It speaks HTTP/1.1 on bare sockets: a client library takes longer for a request than the
 * fastest target does, and the ratio of two targets would be that of two idle ones.
 */
import { connect } from 'node:net'

/** One exchange after the other on one connection. */
class Line {
  #socket
  #heard = Buffer.alloc(0)
  #settle

  constructor(port) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true)
    this.#socket.on('data', (data) => this.#hear(data))
    this.#socket.on('close', () => this.#settle?.reject(new Error('the connection was closed')))
    this.#socket.on('error', (error) => this.#settle?.reject(error))
  }

  /** Sends a request, head and body in one text, and resolves to `{ status, head, body }`. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#socket.write(request)
    })
  }

  end() {
    this.#settle = undefined
    this.#socket.destroy()
  }

  #hear(data) {
    this.#heard = this.#heard.length === 0 ? data : Buffer.concat([this.#heard, data])
    const end = this.#heard.indexOf('\r\n\r\n')
    if (end === -1) return
    const head = this.#heard.latin1Slice(0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
    if (length === undefined && /\r\ntransfer-encoding: chunked/i.test(head)) {
      if (this.#heard.subarray(-5).latin1Slice() !== '0\r\n\r\n') return
    } else if (this.#heard.length < end + 4 + Number(length ?? 0)) return
    const answer = { status: Number(head.slice(9, 12)), head, body: this.#heard.subarray(end + 4) }
    this.#heard = Buffer.alloc(0)
    this.#settle?.resolve(answer)
  }
}

function requestText(method, path, { host, token, accept }, body = '') {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `X-Auth-Token: ${token}`, `Accept: ${accept}`]
  if (body !== '') lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** What one connection does over and over; each answers how many requests that was. */
const tasks = {
  read: ({ path, caller }) => {
    const request = requestText('GET', path, caller)
    return async (line) => {
      expectSuccess(await line.ask(request), path)
      return 1
    }
  },
  'create+delete': ({ path, body, caller }) => {
    const create = requestText('POST', path, caller, body)
    return async (line) => {
      const made = await line.ask(create)
      expectSuccess(made, path)
      const id = /"id":\s*"([^"]+)"/.exec(made.body.latin1Slice())?.[1]
      expectSuccess(await line.ask(requestText('DELETE', `${path}/${id}`, caller)), path)
      return 2
    }
  },
}

function expectSuccess({ status, body }, path) {
  if (status < 200 || status > 299) throw new Error(`${path} was answered ${status}: ${body.subarray(0, 300)}`)
}

/** Drives one task on some connections for some time, or for so many requests if that is shorter. */
async function measure({ task, port, connections, milliseconds, most = Number.POSITIVE_INFINITY, ...what }) {
  const work = tasks[task](what)
  const lines = Array.from({ length: connections }, () => new Line(port))
  const began = performance.now()
  let requests = 0
  const drive = async (line) => {
    while (performance.now() - began < milliseconds && requests < most) {
      // Not `+=` with the wait in it, which would add to what the count was before.
      const done = await work(line)
      requests += done
    }
  }
  await Promise.all(lines.map(drive))
  const seconds = (performance.now() - began) / 1000
  for (const line of lines) line.end()
  return { requests, seconds }
}

process.on('message', async (job) => {
  try {
    process.send(await measure(job))
  } catch (error) {
    process.send({ error: error.message })
  }
})
