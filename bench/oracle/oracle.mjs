/**
 * Measures the oracle alone: exchanges per second of processor time, and its memory while servers come and go.
 * `npm run build && node --expose-gc bench/oracle/oracle.mjs`
 */
import { Oracle } from '../../dist/harness/oracle/oracle.js'

const readsPerServer = 8
const oracle = new Oracle(5_000)
let exchange = 0
let now = Date.parse('2026-01-01T00:00:00Z')

const server = (number) => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  name: `server-${number}`,
  status: 'ACTIVE',
  'OS-EXT-STS:task_state': null,
  created: new Date(now).toISOString().replace(/\.\d+/, ''),
  user_id: 'user',
  tenant_id: 'tenant',
  key_name: 'key',
  metadata: { number: String(number), purpose: 'benchmark' },
  flavor: { id: 'flavor', links: [] },
  image: { id: 'image', links: [] },
  security_groups: [{ name: 'default' }, { name: 'web' }],
  'os-extended-volumes:volumes_attached': [{ id: `volume-${number}` }],
  'OS-SRV-USG:launched_at': '2026-01-01T00:00:10.000000',
  'OS-SRV-USG:terminated_at': null,
  addresses: {
    net: [
      {
        addr: `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
        'OS-EXT-IPS-MAC:mac_addr': `fa:16:3e:${[16, 8, 0].map((shift) => ((number >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`,
        'OS-EXT-IPS:type': 'fixed',
      },
    ],
  },
})

const contradictions = []

function call(operation, resource, status, body, request) {
  const kind = request?.['os-stop'] === null ? 'actOnServer os-stop' : operation
  const query = new URLSearchParams()
  const observed = { operation, kind, resource, query, request, isAuthorized: true, isInvalid: false }
  oracle.begin(observed)
  now += 10
  exchange++
  const date = new Date(now).toUTCString()
  const times = { date, sentAt: now, receivedAt: now, requestId: `req-${exchange}` }
  contradictions.push(...oracle.observe(observed, { exchange, status, body, ...times }))
}

/** Records the exchanges of one server's lifetime: it is created, shown, and deleted when `isDeleted`. */
function live(number, isDeleted) {
  const shown = server(number)
  call('createServer', undefined, 202, { server: { id: shown.id } }, { server: { name: shown.name } })
  for (let read = 0; read < readsPerServer; read++) call('showServer', shown.id, 200, { server: shown })
  if (isDeleted) call('deleteServer', shown.id, 204)
}

function measure(title, servers, isDeleted) {
  const exchanges = exchange
  const before = process.cpuUsage()
  for (let number = 0; number < servers; number++) live(number, isDeleted)
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1_000_000
  globalThis.gc?.()
  const megabytes = (process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)
  const perSecond = Math.round((exchange - exchanges) / seconds)
  console.log(`${title}: ${perSecond} exchanges per second of processor time, heap ${megabytes} MB`)
}

for (let round = 1; round <= 5; round++) measure(`round ${round}, 2,000 servers that are deleted`, 2_000, true)
measure('10,000 servers that stay', 10_000, false)
console.log(`${contradictions.length} contradictions`)
process.exitCode = contradictions.length === 0 ? 0 : 1
