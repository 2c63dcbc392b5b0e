/**
 * Runs OpenStack Tempest against the emulator: all tests of tempest.api.compute that need no administrator.
 *
 *     node test/clients/tempest/run.mjs [--strict]
 *
 * Exits with 1 if a test fails that is not in the table of README.md, or if a test in the table passes; with --strict, also if
 * Tempest cannot be installed.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startEmulator } from '../emulator.mjs'
import { ensurePackage } from '../packages.mjs'
import { writeConfiguration } from './configuration.mjs'
import { startImageIdProxy } from './image-id-proxy.mjs'
import { passes } from './passes.mjs'
import { parseKnownFailures, parseVerdicts } from './results.mjs'

const out = join(import.meta.dirname, '../out/tempest')

async function runPass(pass) {
  const folder = join(out, pass.name)
  rmSync(folder, { recursive: true, force: true })
  const emulator = await startEmulator({ resize: pass.resize, faults: pass.faults, isFast: true })
  const { url } = emulator.config.target
  const proxy = pass.removesImageId ? await startImageIdProxy(url) : undefined
  try {
    const config = JSON.parse(JSON.stringify(emulator.config).replaceAll(url, proxy?.url ?? '$&'))
    await writeConfiguration(folder, config, pass)
    return parseVerdicts(await runStestr(folder, pass.selection))
  } finally {
    await proxy?.stop()
    await emulator.stop()
  }
}

/** Runs the selected tests and returns the output, which is also written to transcript.log. Failed tests cause no error. */
async function runStestr(folder, selection) {
  // Debian's Tempest needs Debian's Python, even if another one comes first on the PATH.
  const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}`, TEMPEST_CONFIG_DIR: folder }
  const child = spawn('stestr', ['run', '--serial', ...selection], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const startError = new Promise((_, reject) => child.once('error', reject))
  const [stdout, stderr] = await Promise.race([Promise.all([text(child.stdout), text(child.stderr)]), startError])
  writeFileSync(join(folder, 'transcript.log'), stdout + stderr)
  return stdout
}

/** Finds differences between the verdicts of a pass and the known failures, one sentence each. */
function findDeviations(pass, verdicts, knownFailures) {
  if (verdicts.size === 0) return [`${pass.name}: this pass ran no test`]
  const known = pass.hasKnownFailures ? knownFailures : new Map()
  const unexpected = [...verdicts].flatMap(([test, verdict]) => {
    if (verdict === 'FAILED' && !known.has(test)) return [`${test} in the pass ${pass.name}`]
    if (verdict === 'ok' && known.has(test)) return [`${test}: passes, but is a known failure in README.md`]
    return []
  })
  const missing = [...known.keys()].filter((test) => !verdicts.has(test))
  return [...unexpected, ...missing.map((test) => `${test}: is a known failure in README.md, but did not run`)]
}

const startedAt = Date.now()
const installError = ensurePackage({ kind: 'debian', name: 'tempest', check: ['tempest', '--version'] })
if (installError !== undefined) {
  console.log(`skipped tempest: ${installError}`)
  process.exit(process.argv.includes('--strict') ? 1 : 0)
}
mkdirSync(out, { recursive: true })
const knownFailures = parseKnownFailures(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8'))
const results = await Promise.all(passes.map(async (pass) => ({ pass, verdicts: await runPass(pass) })))
const deviations = results.flatMap(({ pass, verdicts }) => findDeviations(pass, verdicts, knownFailures))
for (const deviation of deviations) console.log(`FAILED ${deviation}`)

const all = results.flatMap(({ verdicts }) => [...verdicts])
const testsWith = (wanted) => new Set(all.filter(([, verdict]) => verdict === wanted).map(([test]) => test))
const [passed, skipped, failed] = [testsWith('ok'), testsWith('SKIPPED'), testsWith('FAILED')]
const onlyPassed = [...passed].filter((test) => !failed.has(test)).length
const onlySkipped = [...skipped].filter((test) => !passed.has(test) && !failed.has(test)).length
const seconds = ((Date.now() - startedAt) / 1000).toFixed(0)
console.log(
  `tempest: ${onlyPassed} passed, ${failed.size} failed, ${onlySkipped} skipped in ${seconds} s; ` +
    `${deviations.length} deviations from README.md`,
)
process.exitCode = deviations.length > 0 ? 1 : 0
