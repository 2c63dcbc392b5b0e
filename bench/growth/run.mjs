/**
 * Measures how a run grows with what else is in the tenant, and how the rendering of a report grows with its exchanges; prints the ratios.
 * `npm run build` first; about three minutes: `node bench/growth/run.mjs [--json]`
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { renderReport } from '../../dist/api/index.js'
import { CloudClient } from '../emulator/cloud-client.mjs'
import { cleanUp, startEmulator, temporaryFile } from '../emulator/processes.mjs'
import { timeNode } from '../emulator/timed-process.mjs'

const command = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

/** What other users of the tenant have. */
const tenants = [
  { servers: 10, keypairs: 10 },
  { servers: 1_000, keypairs: 1_000 },
  { servers: 10_000, keypairs: 1_000 },
]

/** How many keypairs are created at a time. */
const batch = 50

async function fill(config, { servers, keypairs }) {
  const cloud = new CloudClient(config)
  await cloud.createKeypair()
  for (let created = 1; created < keypairs; created += batch)
    await Promise.all(
      Array.from({ length: Math.min(batch, keypairs - created) }, (_, index) =>
        cloud.request('POST', '/os-keypairs', { keypair: { name: `other-${created + index}` } }),
      ),
    )
  await cloud.createServers(servers)
}

/** Tests an emulator that has the resources of others. @returns seconds, MB, and the report of the run */
async function runBeside(tenant) {
  const { child, config } = await startEmulator()
  await fill(config, tenant)
  const [configFile, out] = [temporaryFile(), temporaryFile()]
  writeFileSync(configFile, JSON.stringify(config))
  const usage = await timeNode(command, 'run', '--config', configFile, '--quiet', '--out', out)
  child.kill('SIGKILL')
  return { ...tenant, ...usage, report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) }
}

/** The report with its exchanges ten times. */
function tenfold(report) {
  const exchanges = Array.from({ length: 10 }, () => report.exchanges).flat()
  return { ...report, exchanges: exchanges.map((exchange, index) => ({ ...exchange, index })) }
}

/** Seconds and MB that a format of a report takes. */
async function rendered(report, format) {
  const began = performance.now()
  const text = await renderReport(report, format)
  return { seconds: (performance.now() - began) / 1_000, megabytes: text.length / 1e6 }
}

const runs = []
for (const tenant of tenants) runs.push(await runBeside(tenant))
cleanUp()

const { report } = runs[0]
const formats = []
for (const format of ['html', 'markdown', 'junit', 'har']) {
  await rendered(report, format)
  formats.push({ format, once: await rendered(report, format), tenfold: await rendered(tenfold(report), format) })
}

const summaries = runs.map(({ report: { requests, verdict }, ...rest }) => ({ ...rest, requests, verdict }))
if (flags.json) console.log(JSON.stringify({ runs: summaries, formats }, null, 1))
else {
  console.table(
    Object.fromEntries(
      summaries.map(({ servers, keypairs, wall, processor, memory, requests, verdict }) => [
        `${servers} servers, ${keypairs} keypairs`,
        {
          'wall s': wall.toFixed(1),
          ratio: (wall / summaries[0].wall).toFixed(2),
          'processor s': processor.toFixed(1),
          'memory MB': memory?.toFixed(0),
          requests,
          verdict,
        },
      ]),
    ),
  )
  console.table(
    Object.fromEntries(
      formats.map(({ format, once, tenfold }) => [
        format,
        {
          s: once.seconds.toFixed(2),
          's for 10 ×': tenfold.seconds.toFixed(2),
          MB: once.megabytes.toFixed(2),
          'MB for 10 ×': tenfold.megabytes.toFixed(2),
        },
      ]),
    ),
  )
}
