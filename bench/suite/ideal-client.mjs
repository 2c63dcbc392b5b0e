/**
 * A client that sends the requests of a recorded run to an emulator in its own process, as an embedded run has, as fast as it
 * responds, and checks no response. Resources of the recorded run do not exist here: requests for them get 404.
 * `node bench/suite/ideal-client.mjs REPORT`
 */
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'
import { startEmulator } from '#emulator'

/** Requests at a time. */
const connections = 16

const { exchanges, target } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const emulator = await startEmulator({ edition: target.edition })
const { target: own, auth } = emulator.config
const pool = new Pool(own.url, { connections })
const recorded = new URL(target.url).pathname.split('/')[1]

async function send({ method, url, requestBody }) {
  const { pathname, search } = new URL(url)
  const path = pathname.replace(new RegExp(`^/${recorded}/[0-9a-f]{32}`), `/${recorded}/${own.tenant}`)
  const headers = { 'x-auth-token': auth.token, accept: 'application/json', 'content-type': 'application/json' }
  const response = await pool.request({ method, path: `${path}${search}`, headers, body: requestBody })
  await response.body.dump()
}

const queue = exchanges.values()
const client = async () => {
  for (const exchange of queue) await send(exchange)
}
await Promise.all(Array.from({ length: connections }, client))
await pool.close()
await emulator.close()
