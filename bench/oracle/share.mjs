/**
 * The share of the emulator's faults that a run's recorded exchanges alone contradict, by the fault's own requirement:
 * `npm run build && node bench/oracle/share.mjs [--every N] [PATTERN]`. Every N-th fault whose name matches is tested.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const dist = new URL('../../dist/', import.meta.url)
const load = (module) => import(new URL(module, dist).href)
const { faults, KeyRing } = await load('emulator/index.js')
const { createReusableSuiteRunner, runOnce, startEmbedded } = await load('engine/runner/index.js')
const { editionOfFault } = await load('engine/mutation/fault-edition.js')
const { observeRecordings, parseReportExchange } = await load('engine/traffic/index.js')

/** The emulator shows every change at once; a busy machine may take a moment. */
const graceMs = 500
const profiles = { '2020-03': 'toast', '2026-05': 'nhn' }

const { values, positionals } = parseArgs({
  options: { every: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const pattern = new RegExp(positionals[0] ?? '')
const chosen = faults
  .filter(({ name, inOperatorStates }) => pattern.test(name) && inOperatorStates !== true)
  .filter((_, index) => index % Number(values.every) === 0)

const suites = await createReusableSuiteRunner()
const keyRing = new KeyRing()
const folder = mkdtempSync(join(tmpdir(), 'oracle-share-'))

async function recordRun(names, edition) {
  const embedded = await startEmbedded({
    emulator: { control: false, edition, faults: names, keyRing },
    parentFolder: folder,
  })
  try {
    return await runOnce({
      target: { profile: profiles[edition] },
      environment: { env: {}, cwd: embedded.folder },
      embedded,
      journalFolder: embedded.folder,
      runSuites: (options) => suites.run(options),
      skipCleanup: true,
    })
  } finally {
    await embedded.stop()
  }
}

/** The requirements that the recorded exchanges contradict. */
async function contradicted(report, edition) {
  const found = new Set()
  async function* recording() {
    for (const exchange of report.exchanges) {
      const recorded = parseReportExchange(exchange)
      if (recorded) yield recorded
    }
  }
  await observeRecordings([recording()], { edition }, ({ requirement }) => found.add(requirement), graceMs)
  return found
}

const failedIn = ({ requirements }) => requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)

const baseline = await contradicted(await recordRun([], '2020-03'), '2020-03')
console.log(`without a fault: ${[...baseline].join(', ') || 'nothing'}`)
let own = 0
let unrelated = 0
for (const fault of chosen) {
  const edition = editionOfFault(fault)
  const report = await recordRun([fault.name], edition)
  const found = await contradicted(report, edition)
  const accepted = [fault.requirement, ...Object.keys(fault.alsoFails ?? {}), ...failedIn(report)]
  const others = [...found].filter((id) => !accepted.includes(id))
  if (found.has(fault.requirement)) own++
  if (others.length > 0) unrelated++
  const verdict = found.has(fault.requirement) ? 'contradicted' : '-'
  console.log(`${fault.name}: ${verdict}${others.length > 0 ? `, unrelated: ${others.join(', ')}` : ''}`)
}
console.log(
  `${own} of ${chosen.length} by their own requirement (${Math.round((100 * own) / chosen.length)} %); ${unrelated} with another one`,
)
await suites.close()
rmSync(folder, { recursive: true, force: true })
