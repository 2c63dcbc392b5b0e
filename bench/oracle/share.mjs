/**
 * The share of the emulator's faults that a run's recorded exchanges alone contradict, by the fault's own requirement:
 * `npm run build && node bench/oracle/share.mjs [--every N] [--grouped] [PATTERN]`. Every N-th fault whose name matches is tested.
 * With `--grouped`, faults that do not hide each other from the suites share a run. What one of them still hides from the rules for
 * recordings counts as not contradicted, so the share is rather too small.
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
const { groupFaults } = await load('engine/mutation/group-faults.js')
const { maskedRequirements } = await load('engine/mutation/masked-requirements.js')
const { measuredGroups } = await load('engine/mutation/measured-groups.js')
const { observeRecordings, parseReportExchange } = await load('engine/traffic/index.js')

/** The emulator shows every change at once; a busy machine may take a moment. */
const graceMs = 500
const profiles = { '2020-03': 'toast', '2026-05': 'nhn' }

const { values, positionals } = parseArgs({
  options: { every: { type: 'string', default: '1' }, grouped: { type: 'boolean', default: false } },
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

/** Returns the requirements that the recorded exchanges contradict. */
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
const groups = values.grouped
  ? groupFaults(chosen, { masked: maskedRequirements(), measured: measuredGroups() })
  : chosen.map((fault) => [fault])
for (const group of groups) {
  const edition = editionOfFault(group[0])
  const names = group.map(({ name }) => name)
  const report = await recordRun(names, edition)
  const found = await contradicted(report, edition)
  const accepted = new Set([
    ...group.flatMap(({ requirement, alsoFails = {} }) => [requirement, ...Object.keys(alsoFails)]),
    ...failedIn(report),
  ])
  for (const { name, requirement } of group) {
    if (found.has(requirement)) own++
    console.log(`${name}: ${found.has(requirement) ? 'contradicted' : '-'}`)
  }
  const others = [...found].filter((id) => !accepted.has(id))
  if (others.length === 0) continue
  unrelated++
  console.log(`${names.join(', ')}: unrelated: ${others.join(', ')}`)
}
console.log(
  `${own} of ${chosen.length} by their own requirement (${Math.round((100 * own) / chosen.length)} %); ${unrelated} of ${groups.length} runs with another one`,
)
await suites.close()
rmSync(folder, { recursive: true, force: true })
