/**
 * Compares the suite with Schemathesis, which tests an API by its OpenAPI description alone: the time of a run, and how many faults of the
 * emulator each notices. `npm run build` first; needs Python 3 with venv, into which Schemathesis is installed from PyPI.
 *
 *     node bench/schemathesis/run.mjs [--every 23] [--examples 5] [--out bench/schemathesis/results.md]
 *
 * Schemathesis gets our description and a baseline of what it reports without a fault, so that only new failures count. The suite notices a
 * fault when the fault's own requirement fails.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faults } from '../../dist/emulator/index.js'
import { editionOfFault } from '../../dist/engine/mutation/fault-edition.js'
import { cleanUp } from '../emulator/processes.mjs'
import { median } from '../emulator/statistics.mjs'
import { installSchemathesis, recordBaseline, runSchemathesis } from './schemathesis.mjs'
import { runSuite } from './suite.mjs'

const { values: flags } = parseArgs({
  options: {
    every: { type: 'string', default: '23' },
    examples: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
})

const tested = faults.filter(({ needsSequence, inOperatorStates }) => !needsSequence && !inOperatorStates)
const sample = tested.filter((_, index) => index % Number(flags.every) === 0)
const { program, version } = await installSchemathesis()
const settings = { program, examples: flags.examples }
const baselines = new Map()
for (const edition of new Set(sample.map(editionOfFault)))
  baselines.set(edition, await recordBaseline(settings, edition))

const rows = []
for (const fault of sample) {
  const edition = editionOfFault(fault)
  const other = await runSchemathesis(settings, { edition, fault: fault.name, baseline: baselines.get(edition) })
  const own = await runSuite({ edition, fault })
  rows.push({ fault, own, other })
  console.error(`${fault.name}: ours ${own.isNoticed}, Schemathesis ${other.isNoticed}`)
}
cleanUp()

const noticed = (side) => rows.filter((row) => row[side].isNoticed).length
const seconds = (side) => median(rows.map((row) => row[side].seconds)).toFixed(1)
const yesOrNo = (isTrue) => (isTrue ? 'yes' : 'no')
const text = [
  '# The suite beside Schemathesis',
  '',
  `Written by \`node bench/schemathesis/run.mjs\`: every ${flags.every}th fault of the emulator, each with a run of Schemathesis ${version}, with our`,
  `OpenAPI description, at most ${flags.examples} examples for each operation and phase, and a baseline of what it reports without a fault; and with a run`,
  'of the suite, which notices a fault when its own requirement fails. Any new failure of Schemathesis counts.',
  '',
  '| | the suite | Schemathesis |',
  '| --- | ---: | ---: |',
  `| faults noticed, of ${rows.length} | ${noticed('own')} | ${noticed('other')} |`,
  `| median duration of a run | ${seconds('own')} s | ${seconds('other')} s |`,
  '',
  '| fault | what is wrong | the suite | Schemathesis |',
  '| --- | --- | --- | --- |',
  ...rows.map(
    ({ fault, own, other }) =>
      `| \`${fault.name}\` | ${fault.description} | ${yesOrNo(own.isNoticed)} | ${yesOrNo(other.isNoticed)} |`,
  ),
  '',
].join('\n')
if (flags.out) writeFileSync(flags.out, text)
else console.log(text)
