/**
 * How soon an exploration finds each fault that only a sequence of requests shows, and how short a sequence it reports.
 * `node bench/explore/sequences.mjs [--seed 1] [--seconds 60] [--fault PART-OF-A-NAME] [--steps]`, after `npm run build`. With --known, the
 * shortest sequences that are known are carried out in place of random ones.
 */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faults } from '../../dist/emulator/index.js'
import { exploreTarget, violationLines } from '../../dist/engine/explore/index.js'
import { editionOfFault } from '../../dist/engine/mutation/index.js'
import { startEmbedded } from '../../dist/engine/runner/index.js'

/** The fewest steps that are known to show each fault, found by hand. */
const shortestKnown = JSON.parse(readFileSync(new URL('shortest-sequences.json', import.meta.url), 'utf8'))

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    fault: { type: 'string', default: '' },
    steps: { type: 'boolean', default: false },
    known: { type: 'boolean', default: false },
  },
})

/** A rejection counts only where such a request was accepted before. */
const kindOfStart = 'actOnServer os-start'

async function measure(fault) {
  const edition = editionOfFault(fault)
  const embedded = await startEmbedded({ emulator: { faults: [fault.name], edition } })
  const began = Date.now()
  try {
    const { exploration, report } = await exploreTarget({
      target: edition === '2020-03' ? {} : { profile: 'nhn' },
      environment: { env: {}, cwd: process.cwd() },
      embedded,
      journalFolder: mkdtempSync(join(tmpdir(), 'explore-')),
      seed: Number(values.seed),
      durationMs: Number(values.seconds) * 1_000,
      failFast: true,
      ...(values.known && { replay: { steps: shortestKnown[fault.name], accepted: [kindOfStart], passedOver: [] } }),
    })
    return { violation: exploration.violations[0], totalMs: Date.now() - began, walks: exploration.walks, report }
  } finally {
    await embedded.stop()
  }
}

const selected = faults.filter(({ name, needsSequence }) => needsSequence && name.includes(values.fault))
let found = 0
console.log(
  '| fault | violated requirement | found after | in all | walks | steps | shortest known |\n|---|---|---|---|---|---|---|',
)
for (const fault of selected) {
  const { violation, totalMs, walks, report } = await measure(fault)
  if (violation) found++
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
  const cells = violation
    ? [violation.requirement, seconds(violation.foundAfterMs), seconds(totalMs), walks, violation.steps.length]
    : ['not found', '', seconds(totalMs), walks, '']
  console.log(`| ${[fault.name, ...cells, shortestKnown[fault.name]?.length].join(' | ')} |`)
  if (values.steps && violation) console.log(violationLines(violation).join('\n'))
  if (report.resources.leaked.length > 0) console.log(`${report.resources.leaked.length} resources left`)
}
console.log(`\n${found} of ${selected.length} found within ${values.seconds} s each, seed ${values.seed}`)
