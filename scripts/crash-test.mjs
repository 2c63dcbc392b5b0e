/**
 * Ends runs at random moments, cleans up after them, and checks that nothing of theirs is left and nothing else is gone.
 * Needs `npm run build`.
 *
 *   node scripts/crash-test.mjs --times 25                  against its own emulator, with realistic timing
 *   node scripts/crash-test.mjs --times 5 --config t.yaml   against the endpoint of a configuration file
 *
 * A run is ended between --from (default 0) and --to (default 60) seconds after its journal was created, or with --since server after its
 * first server was.
 *
 * With --signal SIGINT or SIGTERM, the run has to clean up by itself; with SIGKILL, the default, `cleanup` does. The inventory
 * of the tenant has to be the same before and after each round, including the --foreign resources (default 50) created first.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveTarget } from '../dist/engine/target/index.js'
import { startEmulator } from './crash-test/cli-process.mjs'
import { formatCounts, runRound } from './crash-test/round.mjs'
import { seedTenant, waitUntil } from './crash-test/seed.mjs'
import { createTenantClient } from './crash-test/tenant-client.mjs'

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '25' },
    config: { type: 'string' },
    foreign: { type: 'string', default: '50' },
    /** The same seed gives the same moments. */
    seed: { type: 'string', default: '1' },
    /** Range of seconds after the creation of the journal; a whole run against the emulator takes about a minute. */
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '60' },
    since: { type: 'string', default: 'journal' },
    signal: { type: 'string', default: 'SIGKILL' },
    'timeout-scale': { type: 'string', default: '1' },
    profile: { type: 'string', default: 'toast' },
  },
})
const print = (line) => process.stdout.write(`${line}\n`)

/** Creates a reproducible generator of numbers from 0 to 1 (mulberry32). */
function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

async function connect(config, folder) {
  const context = {
    env: process.env,
    cwd: process.cwd(),
    runId: 'crashtest',
    journal: join(folder, 'none'),
    warn: print,
  }
  const { settings } = await resolveTarget({ config, profile: options.profile }, context)
  return { settings, client: createTenantClient(settings) }
}

/** Runs all rounds and returns how many passed. */
async function runRounds(config, folder, client, before) {
  const random = createRandom(Number(options.seed))
  const [from, to, times] = [options.from, options.to, options.times].map(Number)
  let passed = 0
  for (let number = 1; number <= times; number++) {
    const { isPassed, lines } = await runRound({
      number,
      delaySeconds: from + random() * (to - from),
      since: options.since,
      signal: options.signal,
      folder,
      config,
      timeoutScale: options['timeout-scale'],
      profile: options.profile,
      client,
      before,
    })
    for (const line of lines) print(line)
    if (isPassed) passed++
  }
  return passed
}

async function deleteAll(client, urls) {
  const printError = (error) => print(error.message)
  for (const url of urls.toReversed()) await client.request('DELETE', url).catch(printError)
  const isDeleted = async (url) => (await client.request('GET', url)).status === 404
  for (const url of urls) await waitUntil(`deletion of ${url}`, () => isDeleted(url)).catch(printError)
}

const folder = mkdtempSync(join(tmpdir(), 'crash-test-'))
const emulator = options.config === undefined ? await startEmulator(folder) : undefined
const config = options.config ?? emulator.config
let client
let urls = []
try {
  const target = await connect(config, folder)
  client = target.client
  urls = await seedTenant(client, target.settings.resources, Number(options.foreign))
  const before = await client.inventory()
  print(`${target.settings.computeUrl}: created ${urls.length} foreign resources; in total ${formatCounts(before)}.`)
  const passed = await runRounds(config, folder, client, before)
  const total = Object.values(before).flat().length
  print(`${passed} of ${options.times} rounds passed: nothing left, and all ${total} other resources unchanged.`)
  process.exitCode = passed === Number(options.times) ? 0 : 1
} finally {
  if (client) await deleteAll(client, urls)
  emulator?.stop()
  rmSync(folder, { recursive: true, force: true })
}
