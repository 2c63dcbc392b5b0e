/**
 * Runs real OpenStack clients against the emulator, each as a child process:
 *
 *     node test/clients/run.mjs [--strict] [--quick] [--through-proxy] [--build-tofu] [NAME…]
 *
 * Prints one line for each client and identity version, and writes their output to test/clients/out/. Exits with 1 if a client
 * failed; with --strict, also if a required client could not be installed. With --quick, the clients that start a process for each call
 * run with one identity version: the others, some with the same sign-in code, cover both. With --through-proxy, each client's requests
 * pass through the conformance proxy, and a client also fails if its traffic shows a violation: the emulator has none.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients, steps } from './catalog.mjs'
import { startEmulator } from './emulator.mjs'
import { scenarioEnvironment } from './environment.mjs'
import { buildTofu, ensurePackage, scratchFolder } from './packages.mjs'
import { startProxy } from './proxy.mjs'
import { runScenario } from './run-scenario.mjs'

const here = import.meta.dirname
const out = join(here, 'out')

/** More than there are cores, because a client mostly waits between two polls. */
const concurrency = 6

/** The environment without the settings of any other cloud. */
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(OS|TF|CLIENT)_/.test(name)),
)

async function runClient({ client, version, isFirst }) {
  const resize = isFirst || client.alwaysConfirmsResize ? 'confirm' : 'automatic'
  const emulator = await startEmulator({ resize, faults: client.faults })
  const proxy = values['through-proxy'] ? await startProxy(emulator.config) : undefined
  try {
    const environment = {
      ...cleanEnvironment,
      CLIENT_PACKAGES: scratchFolder,
      ...(await scenarioEnvironment(proxy?.config ?? emulator.config, version, resize)),
    }
    const path = join(out, `${client.name}-v${version}`)
    const result = await runScenario({ command: client.command, cwd: here, environment, logFile: `${path}.log` })
    const requests = await emulator.requests()
    writeFileSync(`${path}.requests.log`, `${requests.join('\n')}\n`)
    const evaluation = evaluate(client, version, result, requests)
    return proxy && evaluation.verdict === 'ok' ? withObservations(evaluation, proxy.observations()) : evaluation
  } finally {
    await proxy?.stop()
    await emulator.stop()
  }
}

/** The request with which a client authenticates, by identity version. */
const authenticationRequests = { 2: 'POST /identity/v2.0/tokens', 3: 'POST /identity/v3/auth/tokens' }

/**
 * Evaluates a scenario, which fails if it exits with an error, omits a supported step, or authenticates with another
 * identity version.
 */
function evaluate(client, version, { steps: completed, code, lastLine, seconds }, requests) {
  const failed = (text) => ({ verdict: 'FAILED', text })
  if (code !== 0) return failed(`step ${completed.at(-1) ?? 'none'} ended with ${code}: ${lastLine}`)
  const missing = steps.filter((step) => !completed.includes(step) && !(step in client.unsupported))
  if (missing.length > 0) return failed(`missing steps: ${missing.join(', ')}`)
  const isOnlyVersion = Object.entries(authenticationRequests).every(
    ([other, path]) => (other === version) === requests.some((line) => line.includes(path)),
  )
  if (!isOnlyVersion) return failed(`did not authenticate only with identity v${version}`)
  return { verdict: 'ok', text: `${completed.length} steps and ${requests.length} requests in ${seconds.toFixed(0)} s` }
}

/** Adds what the proxy observed: a violation of the correct emulator is a false accusation. */
function withObservations({ verdict, text }, { violated, passed }) {
  if (violated.length > 0) return { verdict: 'FAILED', text: `its traffic seems to violate ${violated.join('; ')}` }
  return { verdict, text: `${text}; ${passed} requirements verified by its traffic` }
}

function readArguments() {
  try {
    const names = ['strict', 'quick', 'through-proxy', 'build-tofu']
    const options = Object.fromEntries(names.map((name) => [name, { type: 'boolean' }]))
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    console.error(error.message)
    process.exit(2)
  }
}

function select(names) {
  const unknown = names.find((name) => !clients.some((client) => client.name === name))
  if (unknown === undefined) return clients.filter(({ name }) => names.length === 0 || names.includes(name))
  console.error(`Unknown client ${unknown}; expected one of ${clients.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const { values, positionals } = readArguments()
const counts = { ok: 0, FAILED: 0, skipped: 0 }
let isIncomplete = false
const report = (verdict, name, text) => {
  counts[verdict] += 1
  console.log(`${verdict} ${name}: ${text}`)
}

mkdirSync(out, { recursive: true })
if (values['build-tofu']) console.log(buildTofu('v1.10.6') ?? 'OpenTofu or Terraform is installed.')
const queue = select(positionals).flatMap((client) => {
  const error = client.packages.map(ensurePackage).find((message) => message !== undefined)
  if (error === undefined)
    return client.identityVersions
      .slice(0, values.quick && client.startsProcesses ? 1 : undefined)
      .map((version, index) => ({ client, version, isFirst: index === 0 }))
  report('skipped', client.name, error)
  isIncomplete ||= client.isRequired
  return []
})

const runQueue = async () => {
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    const { verdict, text } = await runClient(run).catch(({ message }) => ({ verdict: 'FAILED', text: message }))
    report(verdict, `${run.client.name}, identity v${run.version}`, text)
  }
}
await Promise.all(Array.from({ length: concurrency }, runQueue))
console.log(`clients: ${counts.ok} ok, ${counts.FAILED} failed, ${counts.skipped} skipped`)
process.exitCode = counts.FAILED > 0 || (values.strict && isIncomplete) ? 1 : 0
