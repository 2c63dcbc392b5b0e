/**
 * How many faults of the emulator the traffic of an ordinary client shows, by way of the proxy:
 *
 *     node test/clients/noticed-faults.mjs [--every N] [--client gophercloud] [--json FILE] [PATTERN]
 *
 * Each fault whose name matches has an emulator and a run of the client of its own. A fault is noticed when the proxy reports a
 * violation of its requirement. A client that fails because of the fault stops there, as in real life. --json writes which faults
 * were noticed; docs/mutation-testing.md shows the file requirements/measured/noticed-faults.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faults, startEmulator } from '../../dist/emulator/index.js'
import { editionOfFault } from '../../dist/engine/mutation/fault-edition.js'
import { editions } from '../../dist/model/index.js'
import { clients } from './catalog.mjs'
import { scenarioEnvironment } from './environment.mjs'
import { ensurePackage, scratchFolder } from './packages.mjs'
import { startProxy } from './proxy.mjs'
import { runScenario } from './run-scenario.mjs'

const here = import.meta.dirname
const out = join(here, 'out', 'faults')
const concurrency = 6

/** Milliseconds: the client polls once a second, so that it rarely sees what takes less. */
const timing = { create: 300, resize: 300, verifyResize: 60_000, createImage: 300 }

const { values, positionals } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    client: { type: 'string', default: 'gophercloud' },
    json: { type: 'string' },
  },
  allowPositionals: true,
})
const client = clients.find(({ name }) => name === values.client)
if (client === undefined) {
  console.error(`Unknown client ${values.client}; expected one of ${clients.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
const pattern = new RegExp(positionals[0] ?? '')
const isTested = (fault) => !fault.needsSequence && pattern.test(fault.name)
const queue = faults.filter(isTested).filter((_, index) => index % Number(values.every) === 0)

/** Runs the client against an emulator with these faults. @returns its exit code, and the requirements that its traffic violates */
async function runWith(names, edition) {
  const emulator = await startEmulator({ edition, faults: [...(client.faults ?? []), ...names], timing })
  const proxy = await startProxy(emulator.config, edition)
  try {
    const environment = {
      ...process.env,
      CLIENT_PACKAGES: scratchFolder,
      ...(await scenarioEnvironment(proxy.config, '3', 'confirm')),
    }
    const logFile = join(out, `${names[0] ?? `none-${edition}`}.log`)
    const { code, lastLine } = await runScenario({ command: client.command, cwd: here, environment, logFile })
    return { code, lastLine, violated: proxy.observations().violated.map((line) => line.replace(/: .*/s, '')) }
  } finally {
    await proxy.stop()
    await emulator.close()
  }
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

const missing = client.packages.map(ensurePackage).find((message) => message !== undefined)
if (missing !== undefined) stop(missing)
mkdirSync(out, { recursive: true })
for (const edition of editions) {
  const { code, lastLine, violated } = await runWith([], edition)
  if (code !== 0) stop(`${client.name} fails without a fault (edition ${edition}): ${lastLine}`)
  if (violated.length > 0) stop(`Violated without a fault (edition ${edition}): ${violated.join(', ')}`)
}
/** By name, in the order of the faults. */
const results = new Map(queue.map(({ name }) => [name, undefined]))
const runQueue = async () => {
  for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
    const { name, requirement, alsoFails = {} } = fault
    const { violated } = await runWith([name], editionOfFault(fault)).catch(({ message }) =>
      stop(`${name}: ${message}`),
    )
    const others = violated.filter((id) => id !== requirement && !(id in alsoFails))
    results.set(name, violated.includes(requirement))
    if (others.length > 0) console.log(`${name}: also ${others.join(', ')}`)
  }
}
await Promise.all(Array.from({ length: concurrency }, runQueue))
const share = (entries) => {
  const noticed = entries.filter(([, isNoticed]) => isNoticed).length
  return `${noticed} of ${entries.length} (${Math.round((100 * noticed) / Math.max(1, entries.length))} %)`
}
const entries = [...results]
console.log(`noticed by ${client.name} through the proxy: ${share(entries)}`)
console.log(`of the deep- faults: ${share(entries.filter(([name]) => name.startsWith('deep-')))}`)
if (values.json) writeFileSync(values.json, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
