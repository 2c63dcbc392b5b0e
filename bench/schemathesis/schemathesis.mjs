/** Installs and runs Schemathesis. */
import { execFile } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmulator, temporaryFile } from '../emulator/processes.mjs'

const execute = promisify(execFile)
const description = new URL('../../generated/openapi.json', import.meta.url)

/** How often a baseline is extended at most, until a run without a fault reports nothing new. */
const maxBaselineRuns = 6

/** Milliseconds. */
const longestRun = 600_000

/** Installs it into a new virtual environment. @returns the path of the program, and its version */
export async function installSchemathesis() {
  const folder = temporaryFile()
  await execute('python3', ['-m', 'venv', folder])
  const bin = (name) => join(folder, 'bin', name)
  await execute(bin('pip'), ['install', '--quiet', 'schemathesis'], { timeout: longestRun })
  const { stdout } = await execute(bin('schemathesis'), ['--version'])
  return { program: bin('schemathesis'), version: stdout.trim().split(' ').at(-1) }
}

/** Runs it against a new emulator. @returns its exit code: 0 for no new failure, 1 for failures */
async function test({ program, examples }, { edition, fault, baseline, isRecording = false }) {
  const { child, config } = await startEmulator('--edition', edition, ...(fault ? ['--fault', fault] : []))
  const file = temporaryFile()
  // The paths of the description have the tenant as a parameter, which is not to be invented.
  const text = readFileSync(description, 'utf8').replaceAll('{tenantId}', config.target.tenant)
  writeFileSync(`${file}.json`, text)
  const options = ['--url', config.target.url, '--header', `X-Auth-Token: ${config.auth.token}`, '--seed', '1']
  const bounds = ['--max-examples', examples, '--continue-on-failure', '--warnings', 'off', '--no-shrink']
  const known = ['--baseline', baseline, ...(isRecording ? ['--baseline-update'] : [])]
  try {
    await execute(program, ['run', `${file}.json`, ...options, ...bounds, ...known], {
      timeout: longestRun,
      maxBuffer: 1e8,
    })
    return 0
  } catch (error) {
    if (error.code === 1) return 1
    throw new Error(`Schemathesis ended with ${error.code ?? error.signal}: ${error.stderr}`)
  } finally {
    child.kill('SIGKILL')
  }
}

/** Records its reports without a fault as the baseline, until a further run reports nothing new. @returns the file */
export async function recordBaseline(settings, edition) {
  const baseline = `${temporaryFile()}.json`
  for (let count = 0; count < maxBaselineRuns; count++) {
    await test(settings, { edition, baseline, isRecording: true })
    if ((await test(settings, { edition, baseline })) === 0) return baseline
  }
  throw new Error(`Schemathesis reported something new without a fault in ${maxBaselineRuns} runs.`)
}

/** Runs it against an emulator with a fault. @returns whether it reports anything new, and the seconds that it took */
export async function runSchemathesis(settings, { edition, fault, baseline }) {
  const own = `${temporaryFile()}.json`
  copyFileSync(baseline, own)
  const began = performance.now()
  const code = await test(settings, { edition, fault, baseline: own })
  return { isNoticed: code === 1, seconds: (performance.now() - began) / 1_000 }
}
