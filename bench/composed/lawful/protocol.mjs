/** Variations in HTTP that a client must understand: forms of dates, locations, trailers, connections. */
import { STATUS_CODES } from 'node:http'

const chunkOf = (bytes) => [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]

/** RFC 9110, section 5.6.7: the two obsolete forms, which a recipient must accept. */
const asctime = (date) => {
  const [, day, number, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(date.toUTCString())
  return `${day} ${month} ${String(Number(number)).padStart(2)} ${time} ${year}`
}

const headers = (name, source, change, more = {}) => ({ name, source, headers: change, ...more })

export const protocol = [
  headers('dates-of-asctime', 'RFC 9110 5.6.7', (all) => ({ ...all, date: asctime(new Date()) })),
  headers('relative-locations', 'RFC 9110 10.2.2', (all) => {
    const { location, ...rest } = all
    return location ? { ...rest, location: new URL(location).pathname } : all
  }),
  headers('expires-and-no-store', 'RFC 9111 5', (all) => ({
    ...all,
    'cache-control': 'no-store, no-cache, must-revalidate, max-age=0',
    pragma: 'no-cache',
    expires: '0',
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
    'x-openstack-nova-api-version': '2.1',
  })),
  {
    name: 'trailers',
    source: 'RFC 9112 7.1.2',
    group: 'send',
    send(response, { status, headers: all, bytes }) {
      if (status === 204) return response.writeHead(status, all).end()
      const fields = Object.entries({ ...all, 'transfer-encoding': 'chunked', trailer: 'server-timing' })
      const lines = fields.flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}\r\n`))
      const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n${lines.join('')}\r\n`
      const end = Buffer.from('0\r\nserver-timing: db;dur=3\r\n\r\n')
      const body = bytes.length > 0 ? chunkOf(bytes) : []
      return response.socket.end(Buffer.concat([Buffer.from(head), ...body, end]))
    },
  },
  {
    name: 'new-connections-take-400-ms',
    source: 'a gateway that checks the client first',
    group: 'connection',
    slowness: 20,
    listen(server) {
      server.on('connection', (socket) => {
        socket.pause()
        setTimeout(() => socket.resume(), 400).unref()
      })
    },
  },
]
