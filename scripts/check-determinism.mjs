/**
 * Runs the suites against the embedded emulator repeatedly and compares the reports: node scripts/check-determinism.mjs [TIMES].
 * Apart from times and ids, every report has to be the same. Exits with 1 if a report differs from the first.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const times = Number(process.argv[2] ?? 50)
const program = fileURLToPath(new URL('../bin/compute-conformance.js', import.meta.url))

/** Returns the comparable part of a report: the result of each requirement by id, and the figures of the run by name. */
function runResults() {
  const out = mkdtempSync(join(tmpdir(), 'determinism-'))
  try {
    const args = ['run', '--embedded', '--strict', '--quiet', '--report', 'json', '--out', out]
    execFileSync(process.execPath, [program, ...args])
    const { verdict, requirements, coverage, resources } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
    const results = requirements.map(({ id, outcome, reason, variant, findings }) => [
      id,
      [outcome, reason, variant, findings.length],
    ])
    const totals = { verdict, created: resources.created, unseen: coverage.properties.unseen }
    return new Map([...results, ...Object.entries(totals)].map(([name, value]) => [name, JSON.stringify(value)]))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const first = runResults()
let different = 0
for (let run = 2; run <= times; run++) {
  const results = runResults()
  const changed = [...first.keys()].filter((name) => first.get(name) !== results.get(name))
  for (const name of changed) console.log(`run ${run}: ${name} is ${results.get(name)}, was ${first.get(name)}`)
  if (changed.length > 0) different++
}
console.log(`${times} runs, ${different} different from the first`)
process.exitCode = different === 0 ? 0 : 1
