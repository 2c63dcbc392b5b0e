/** Runs the suite against an emulator with a fault. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmulator, temporaryFile } from '../emulator/processes.mjs'

const program = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))

/** @returns whether the fault's own requirement failed, and the seconds that the run took */
export async function runSuite({ edition, fault: { name, requirement } }) {
  const { child, config } = await startEmulator('--edition', edition, '--fault', name)
  const [file, out] = [temporaryFile(), temporaryFile()]
  writeFileSync(file, JSON.stringify(config))
  const began = performance.now()
  const run = spawn(process.execPath, [program, 'run', '--config', file, '--quiet', '--allow-costly', '--out', out], {
    stdio: 'ignore',
  })
  await once(run, 'exit')
  const seconds = (performance.now() - began) / 1_000
  child.kill('SIGKILL')
  const { requirements } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
  return { isNoticed: requirements.find(({ id }) => id === requirement)?.outcome === 'fail', seconds }
}
