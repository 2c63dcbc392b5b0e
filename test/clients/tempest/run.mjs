/**
 * Runs OpenStack's own Tempest against the emulator: all of tempest.api.compute that needs no administrator. Ends with 1
 * when a test fails that README.md gives no reason for, or when one passes that it says fails; with --strict
 * also when Tempest cannot be had.
 *
 *     node test/clients/tempest/run.mjs [--strict]
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { startEmulator } from '../emulator.mjs'
import { provide } from '../packages.mjs'
import { configure } from './configuration.mjs'
import { hideImageIds } from './image-id-hider.mjs'
import { passes } from './passes.mjs'
import { readReasons, readResults } from './results.mjs'

const out = join(import.meta.dirname, '../out/tempest')

async function runPass(pass) {
  const folder = join(out, pass.name)
  rmSync(folder, { recursive: true, force: true })
  const emulator = await startEmulator({ resize: pass.resize, faults: pass.faults, isHasty: true })
  const hider = pass.hidesImageId ? await hideImageIds(emulator.config.target.url) : undefined
  try {
    const config = JSON.stringify(emulator.config).replaceAll(emulator.config.target.url, hider?.url ?? '$&')
    await configure(folder, JSON.parse(config), pass)
    return readResults(await runTests(folder, pass.select))
  } finally {
    await hider?.stop()
    await emulator.stop()
  }
}

/** Keeps what stestr prints, and gives it back; failing tests are no error here. */
async function runTests(folder, selection) {
  // Debian's Tempest is for Debian's Python, whatever other one comes first on the path.
  const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}`, TEMPEST_CONFIG_DIR: folder }
  const child = spawn('stestr', ['run', '--serial', ...selection], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const failed = new Promise((_, reject) => child.once('error', reject))
  const [printed, complaint] = await Promise.race([Promise.all([text(child.stdout), text(child.stderr)]), failed])
  writeFileSync(join(folder, 'transcript.log'), printed + complaint)
  return printed
}

const began = Date.now()
const complaint = provide({ kind: 'debian', name: 'tempest', check: ['tempest', '--version'] })
if (complaint !== undefined) {
  console.log(`skipped tempest: ${complaint}`)
  process.exit(process.argv.includes('--strict') ? 1 : 0)
}
mkdirSync(out, { recursive: true })
const reasons = readReasons(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8'))
const passed = new Set()
const skipped = new Set()
const failed = new Set()
let mistakes = 0
const accuse = (test, text) => {
  mistakes++
  console.log(`FAILED ${test}${text}`)
}

const outcomes = await Promise.all(passes.map(async (pass) => ({ pass, results: await runPass(pass) })))
for (const { pass, results } of outcomes) {
  if (results.size === 0) accuse(pass.name, ': this pass ran no test')
  for (const [test, { verdict }] of results) {
    const reason = pass.hasKnownFailures ? reasons.get(test) : undefined
    if (verdict === 'FAILED' && reason === undefined) accuse(test, ` in the pass ${pass.name}`)
    if (verdict === 'ok' && reason !== undefined) accuse(test, ': it passes, though README.md says that it fails')
    const seen = { ok: passed, SKIPPED: skipped, FAILED: failed }[verdict]
    seen.add(test)
  }
  if (!pass.hasKnownFailures) continue
  for (const test of reasons.keys())
    if (!results.has(test)) accuse(test, ': README.md says that it fails, but it is not there')
}
const clean = [...passed].filter((test) => !failed.has(test)).length
const left = [...skipped].filter((test) => !passed.has(test) && !failed.has(test)).length
const seconds = ((Date.now() - began) / 1000).toFixed(0)
console.log(
  `tempest: ${clean} passed, ${failed.size} failed, ${left} skipped in ${seconds} s; ${mistakes} not as README.md says`,
)
process.exitCode = mistakes > 0 ? 1 : 0
