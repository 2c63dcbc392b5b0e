/**
 * Measures the suite beside something that does less, in one run, and prints the ratios. `npm run build` first; about a minute.
 * `node bench/suite/run.mjs [--repeats 5] [--json]`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from '../emulator/statistics.mjs'
import { timeNode } from '../emulator/timed-process.mjs'
import { measureListValidation } from './list-validation.mjs'

const { values: flags } = parseArgs({
  options: { repeats: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
})
const command = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))
const idealClient = fileURLToPath(new URL('ideal-client.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'bench-suite-'))

/** Returns the medians of both sides, and of the ratio in each repeat. */
function compare(name, unit, pairs) {
  const side = (key) => median(pairs.map((pair) => pair[key]))
  return {
    name,
    unit,
    ours: side('ours'),
    theirs: side('theirs'),
    ratio: median(pairs.map((pair) => pair.ours / pair.theirs)),
  }
}

const repeats = Number(flags.repeats)
if (!Number.isInteger(repeats) || repeats < 1) {
  console.error(`--repeats has to be a whole number from 1, not ${flags.repeats}`)
  process.exit(2)
}
const report = join(folder, 'report.json')
const run = () => timeNode(command, 'run', '--embedded', '--profile', 'nhn', '--quiet', '--out', folder)
await run()
const { exchanges } = JSON.parse(readFileSync(report, 'utf8'))
const list = exchanges.find(
  ({ operation, status, body }) => operation === 'listServersDetail' && status === 200 && body.includes('"addresses"'),
)

const [runs, versions, lists] = [[], [], []]
for (let repeat = 0; repeat < repeats; repeat++) {
  runs.push({ own: await run(), ideal: await timeNode(idealClient, report) })
  versions.push({ own: await timeNode(command, '--version'), bare: await timeNode('-e', '0') })
  lists.push(measureListValidation(list))
}
rmSync(folder, { recursive: true })

const rows = [
  compare(
    'embedded run / the same requests unchecked',
    's',
    runs.map(({ own, ideal }) => ({ ours: own.wall, theirs: ideal.wall })),
  ),
  compare(
    'the same, processor time',
    's',
    runs.map(({ own, ideal }) => ({ ours: own.processor, theirs: ideal.processor })),
  ),
  compare(
    '`--version` / `node -e 0`, processor time',
    's',
    versions.map(({ own, bare }) => ({ ours: own.processor, theirs: bare.processor })),
  ),
  compare('list of 100 servers / Ajv alone', 'ms', lists),
]

if (flags.json) console.log(JSON.stringify({ repeats, requests: exchanges.length, rows }, undefined, 2))
else {
  console.log(
    `| ${exchanges.length} requests, ${repeats} repeats | ours | theirs | ratio |\n| --- | ---: | ---: | ---: |`,
  )
  for (const { name, unit, ours, theirs, ratio } of rows)
    console.log(`| ${name} | ${ours.toFixed(2)} ${unit} | ${theirs.toFixed(2)} ${unit} | ${ratio.toFixed(2)} |`)
}
