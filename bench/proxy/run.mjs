/**
 * Measures our proxy beside Prism's, and beside no proxy, all in front of the same emulator: `npm run bench:proxy`. Options:
 * `--seconds N` per measurement (2), `--rounds N` (5), `--without-prism`. Needs `npm run build`. Prints the figures and writes
 * them to results.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { residentMegabytes } from '../emulator/process-usage.mjs'
import * as processes from '../emulator/processes.mjs'
import { formatDecimal, formatInteger, machine, table } from '../emulator/render.mjs'
import { median } from '../emulator/statistics.mjs'
import { createAndDelete, measureJob, startSeededEmulator } from '../emulator/throughput.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    'without-prism': { type: 'boolean', default: false },
  },
})
const [milliseconds, rounds] = [Number(values.seconds) * 1000, Number(values.rounds)]
const connections = 16
const warmUp = { milliseconds: 12_000, maxRequests: 5_000 }
const memorySteps = [10_000, 50_000, 100_000]
const onProgress = (text) => process.stderr.write(`${text}\n`)

/** Starts the emulator and the proxies before it. Returns them by name. */
async function startTargets() {
  const emulator = await startSeededEmulator()
  const upstream = `http://127.0.0.1:${emulator.port}`
  const prism = values['without-prism'] ? undefined : await processes.installPrism()
  if (prism === undefined) onProgress('Prism is left out: disabled, or not available from the registry.')
  return {
    direct: emulator,
    ours: await processes.startConformanceProxy(upstream),
    'ours with --har': await processes.startConformanceProxy(upstream, '--har', processes.temporaryFile()),
    ...(prism && { Prism: await processes.startPrismProxy(prism, upstream) }),
  }
}

async function jobsOf({ cloud }) {
  const { root, caller } = cloud
  const [id] = await cloud.serverIds()
  return {
    show: { task: 'read', path: `${root}/servers/${id}`, caller },
    'list-detail of 100': { task: 'read', path: `${root}/servers/detail?limit=100`, caller },
    'create+delete': createAndDelete(cloud),
  }
}

/** Measures the medians of interleaved rounds: requests per second, and microseconds of processor time per request. */
async function measureTargets(runJob, targets, [name, job]) {
  const samples = Object.fromEntries(Object.keys(targets).map((target) => [target, []]))
  for (const target of Object.values(targets)) await measureJob(runJob, target, { ...job, connections, ...warmUp })
  for (let round = 1; round <= rounds; round++) {
    for (const [key, target] of Object.entries(targets))
      samples[key].push(await measureJob(runJob, target, { ...job, connections, milliseconds }))
    onProgress(`${name}: round ${round}`)
  }
  const figures = Object.entries(samples).map(([key, all]) => [
    key,
    { rate: median(all.map(({ rate }) => rate)), micros: median(all.map(({ micros }) => micros ?? 0)) },
  ])
  return { name, figures: Object.fromEntries(figures) }
}

/** Measures the memory of our proxy in MB, after N exchanges. */
async function measureMemory(runJob, target, job) {
  const rows = []
  let sent = 0
  for (const step of memorySteps) {
    const limits = { milliseconds: 600_000, maxRequests: step - sent }
    const { requests } = await runJob({ ...job, port: target.port, connections, ...limits })
    sent += requests
    rows.push([formatInteger(sent), `${formatInteger(residentMegabytes(target.child))} MB`])
    onProgress(`memory after ${sent} exchanges`)
  }
  return rows
}

function render(rows, memory, names) {
  const proxies = names.filter((name) => name !== 'direct')
  const rates = rows.map(({ name, figures }) => [
    name,
    ...names.map((target) => formatInteger(figures[target].rate)),
    ...proxies.map((target) => formatDecimal(figures[target].rate / figures.direct.rate)),
  ])
  const micros = rows.map(({ name, figures }) => [
    name,
    ...proxies.map((target) => formatInteger(figures[target].micros)),
  ])
  return `# Performance of the proxy

Written by \`npm run bench:proxy\`: ${machine()}. ${connections} connections, medians of ${rounds} interleaved rounds of ${milliseconds / 1000} s.
The load generator, the emulator and each proxy are separate processes on these cores, so that a proxy takes processor time from the emulator
behind it. Both proxies compare what passes with the OpenAPI description; ours compares exchanges with each other, too. Prism logs only
what is fatal.

${table(['requests/s', ...names, ...proxies.map((name) => `${name} : direct`)], rates)}

${table(['µs of the proxy’s processor time per request', ...proxies], micros)}

${table(['exchanges through ours', 'memory'], memory)}
`
}

try {
  const targets = await startTargets()
  const runJob = processes.startLoadGenerator()
  const jobs = await jobsOf(targets.direct)
  const rows = []
  for (const entry of Object.entries(jobs)) rows.push(await measureTargets(runJob, targets, entry))
  const memory = await measureMemory(
    runJob,
    await processes.startConformanceProxy(`http://127.0.0.1:${targets.direct.port}`),
    jobs.show,
  )
  const markdown = render(rows, memory, Object.keys(targets))
  process.stdout.write(markdown)
  writeFileSync(new URL('results.md', import.meta.url), markdown)
} finally {
  processes.cleanUp()
}
process.exit()
