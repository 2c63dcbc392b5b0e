/**
 * Runs the suites against the embedded emulator again and again and compares the reports: node scripts/steady.mjs [TIMES].
 * Apart from times and ids every run has to say the same. Exit code 1 when one says something else.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const times = Number(process.argv[2] ?? 50)
const program = fileURLToPath(new URL('../bin/compute-conformance.js', import.meta.url))

/** What a report says of the target: every requirement's outcome, reason, reading and number of findings. */
function sayings() {
  const out = mkdtempSync(join(tmpdir(), 'steady-'))
  try {
    execFileSync(process.execPath, [
      program,
      'run',
      '--embedded',
      '--strict',
      '--quiet',
      '--report',
      'json',
      '--out',
      out,
    ])
    const { verdict, requirements, coverage, resources } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
    const said = requirements.map(({ id, outcome, reason, variant, findings }) => [
      id,
      JSON.stringify([outcome, reason, variant, findings.length]),
    ])
    const whole = { verdict, created: resources.created, unseen: coverage.properties.unseen }
    return new Map([...said, ...Object.entries(whole).map(([name, value]) => [name, JSON.stringify(value)])])
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const first = sayings()
let unsteady = 0
for (let run = 2; run <= times; run++) {
  const now = sayings()
  const changed = [...first.keys()].filter((name) => first.get(name) !== now.get(name))
  for (const name of changed) console.log(`run ${run}: ${name} is ${now.get(name)}, and was ${first.get(name)}`)
  if (changed.length > 0) unsteady++
}
console.log(`${times} runs, ${unsteady} unlike the first`)
process.exitCode = unsteady === 0 ? 0 : 1
