/**
 * How soon an exploration finds each fault that only a sequence of requests shows, and how short a sequence it reports.
 * `node bench/explore/sequences.mjs [--seed 1] [--seconds 60] [--fault PATTERN]`, after `npm run build`.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faults } from '../../dist/emulator/index.js'
import { exploreTarget, violationLines } from '../../dist/engine/explore/index.js'
import { editionOfFault } from '../../dist/engine/mutation/index.js'
import { startEmbedded } from '../../dist/engine/runner/index.js'

/** The fewest steps that are known to show each fault, found by hand. */
const shortestKnown = {
  'sequence-name-returns-after-restart': 4,
  'sequence-second-rename-ignored': 3,
  'sequence-list-finds-previous-name': 4,
  'sequence-list-without-fourth-server': 4,
  'sequence-detail-status-of-before-restart': 3,
  'sequence-third-stop-in-vain': 6,
  'sequence-start-rejected-after-reboots': 5,
  'sequence-second-resize-keeps-flavor': 3,
  'sequence-reboot-restores-flavor': 3,
  'sequence-address-given-twice': 4,
  'sequence-third-attach-rejected': 6,
  'sequence-second-attachment-wrong-device': 3,
  'sequence-detach-takes-second-volume': 4,
  'sequence-delete-takes-volume-of-other': 5,
  'sequence-attached-while-stopped-lost': 4,
  'sequence-detached-volume-returns': 4,
  'sequence-metadata-lost-on-second-resize': 3,
  'sequence-deleted-metadata-returns': 4,
  'sequence-group-lost-after-two-removals': 5,
  'sequence-group-of-stopped-server-lost': 4,
  'sequence-keypair-deleted-with-second-server': 5,
  'sequence-second-image-starts-server': 4,
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    fault: { type: 'string', default: '' },
    steps: { type: 'boolean', default: false },
  },
})

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
    })
    return { violation: exploration.violations[0], totalMs: Date.now() - began, lives: exploration.lives, report }
  } finally {
    await embedded.stop()
  }
}

const selected = faults.filter(({ name, needsSequence }) => needsSequence && name.includes(values.fault))
let found = 0
console.log('| fault | accused | found after | in all | lives | steps | shortest known |\n|---|---|---|---|---|---|---|')
for (const fault of selected) {
  const { violation, totalMs, lives, report } = await measure(fault)
  if (violation) found++
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
  const cells = violation
    ? [violation.requirement, seconds(violation.foundAfterMs), seconds(totalMs), lives, violation.steps.length]
    : ['not found', '', seconds(totalMs), lives, '']
  console.log(`| ${[fault.name, ...cells, shortestKnown[fault.name]].join(' | ')} |`)
  if (values.steps && violation) console.log(violationLines(violation).join('\n'))
  if (report.resources.leaked.length > 0) console.log(`${report.resources.leaked.length} resources left`)
}
console.log(`\n${found} of ${selected.length} found within ${values.seconds} s each, seed ${values.seed}`)
