/**
 * How many faults of the emulator the traffic of an ordinary client shows, by way of the proxy:
 *
 *     node test/clients/noticed-faults.mjs [--every N] [--client gophercloud] [--json FILE] [PATTERN]
 *
 * Each fault of the document's first edition whose name matches has an emulator and a run of the client of its own. A fault is noticed
 * when the proxy reports a violation of its requirement. A client that fails because of the fault is stopped there, as in real life.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faults, startEmulator } from '../../dist/emulator/index.js'
import { editionOfFault } from '../../dist/engine/mutation/fault-edition.js'
import { clients } from './catalog.mjs'
import { scenarioEnvironment } from './environment.mjs'
import { scratchFolder } from './packages.mjs'
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
const isTested = (fault) =>
  editionOfFault(fault) === '2020-03' && !fault.inOperatorStates && !fault.needsSequence && pattern.test(fault.name)
const queue = faults.filter(isTested).filter((_, index) => index % Number(values.every) === 0)

/** Returns the requirements that the traffic of one client run violates. */
async function violationsWith(names) {
  const emulator = await startEmulator({ faults: [...(client.faults ?? []), ...names], timing })
  const proxy = await startProxy(emulator.config)
  try {
    const environment = {
      ...process.env,
      CLIENT_PACKAGES: scratchFolder,
      ...(await scenarioEnvironment(proxy.config, '3', 'confirm')),
    }
    const logFile = join(out, `${names[0] ?? 'none'}.log`)
    await runScenario({ command: client.command, cwd: here, environment, logFile })
    return proxy.observations().violated.map((line) => line.replace(/: .*/s, ''))
  } finally {
    await proxy.stop()
    await emulator.close()
  }
}

mkdirSync(out, { recursive: true })
const correct = await violationsWith([])
console.log(`without a fault: ${correct.join(', ') || 'nothing violated'}`)
const results = []
const runQueue = async () => {
  for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
    const { name, requirement, alsoFails = {} } = fault
    const violated = await violationsWith([name]).catch(({ message }) => {
      console.error(`${name}: ${message}`)
      process.exitCode = 1
      return []
    })
    const others = violated.filter((id) => id !== requirement && !(id in alsoFails))
    results.push({ name, requirement, isNoticed: violated.includes(requirement), others })
    if (others.length > 0) console.log(`${name}: also ${others.join(', ')}`)
  }
}
await Promise.all(Array.from({ length: concurrency }, runQueue))
const noticed = results.filter(({ isNoticed }) => isNoticed)
const share = (part, whole) => `${part.length} of ${whole.length} (${Math.round((100 * part.length) / whole.length)} %)`
const isDeep = ({ name }) => name.startsWith('deep-')
console.log(`noticed by ${client.name} through the proxy: ${share(noticed, results)}`)
console.log(`of the deep- faults: ${share(noticed.filter(isDeep), results.filter(isDeep))}`)
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 1))
