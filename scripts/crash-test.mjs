/**
 * Kills runs at random moments, clears up after them, and looks whether anything of theirs is left or anything else is gone.
 *
 *   node scripts/crash-test.mjs --times 25                  against an emulator of its own, with realistic timing
 *   node scripts/crash-test.mjs --times 5 --config t.yaml   against the endpoint that a config file names
 *
 * With --signal SIGINT or SIGTERM the run has to clear up by itself. Everything the tenant has is listed before and after
 * each round; the lists have to be the same, the resources that are made first (--foreign, default 50) among them.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { resolveTarget } from '../dist/engine/target/index.js'
import { client, difference, furnish, until } from './crash-test/tenant.mjs'

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '25' },
    config: { type: 'string' },
    foreign: { type: 'string', default: '50' },
    /** The same seed kills at the same moments. */
    seed: { type: 'string', default: '1' },
    /** Seconds after its journal was begun within which a run is killed; a whole one takes the emulator about a minute. */
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: '60' },
    signal: { type: 'string', default: 'SIGKILL' },
    'timeout-scale': { type: 'string', default: '1' },
    profile: { type: 'string', default: 'toast' },
  },
})
const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'compute-conformance.js')
const folder = mkdtempSync(join(tmpdir(), 'crash-test-'))
const say = (line) => process.stdout.write(`${line}\n`)

/** A generator of numbers from 0 to 1 (mulberry32), for moments that can be had again. */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Starts the command line. `ended` resolves with its exit code, or the signal that ended it, and what it printed. */
function start(...args) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code: code ?? signal, text })))
  return { child, ended }
}

async function startEmulator() {
  const ready = join(folder, 'ready.json')
  const emulator = start('emulate', '--timing', 'realistic', '--ready-file', ready)
  for (let waited = 0; !existsSync(ready); waited += 50) {
    if (waited > 10_000) throw new Error('The emulator does not start.')
    await sleep(50)
  }
  return { config: ready, stop: () => emulator.child.kill('SIGTERM') }
}

/** Waits for the journal of a run that may end without one. */
async function begun(out, { child }) {
  const hasJournal = () => existsSync(out) && readdirSync(out).some((name) => name.startsWith('journal-'))
  while (child.exitCode === null && !hasJournal()) await sleep(20)
}

const count = (inventory) => Object.values(inventory).flat().length
const told = (inventory) =>
  Object.entries(inventory)
    .map(([kind, lines]) => `${lines.length} ${kind}`)
    .join(', ')

/** The inventory once nothing differs any more, or half a minute later: a volume takes a moment to be free again. */
async function settled(inventory, before) {
  for (let waited = 0; ; waited += 500) {
    const after = await inventory()
    const { lost, left } = difference(before, after)
    if ((lost.length === 0 && left.length === 0) || waited > 30_000) return after
    await sleep(500)
  }
}

/** One run, ended in the middle. Returns whether all is as it was. */
async function round(number, moment, config, { inventory }, before) {
  const out = join(folder, `out-${number}`)
  const common = ['--config', config, '--out', out, '--timeout-scale', options['timeout-scale']]
  const run = start('run', ...common, '--report', 'json', '--quiet', '--profile', options.profile)
  await Promise.race([begun(out, run).then(() => sleep(moment * 1000)), run.ended])
  const isKilled = options.signal === 'SIGKILL'
  const began = Date.now()
  const asItWas = isKilled ? undefined : await inventory()
  run.child.kill(options.signal)
  const ended = await run.ended
  const then = asItWas ?? (await inventory())
  const cleanup = isKilled ? await start('cleanup', ...common).ended : { code: 0, text: '' }
  const after = await settled(inventory, before)
  const { lost, left } = difference(before, after)
  const exit = isKilled ? cleanup.code : ended.code
  const wanted = isKilled ? [0] : [130, 143, 0]
  const isGood = lost.length === 0 && left.length === 0 && wanted.includes(exit)
  const alive = told(
    Object.fromEntries(
      Object.entries(then).map(([kind, lines]) => [kind, lines.filter((line) => !before[kind].includes(line))]),
    ),
  )
  say(
    `${String(number).padStart(3)}  ${moment.toFixed(2).padStart(6)} s  run ${ended.code}  alive then: ${alive}  ` +
      `${isKilled ? 'cleanup' : 'ended'} ${exit} in ${((Date.now() - began) / 1000).toFixed(1)} s  left ${left.length}  foreign lost ${lost.length}  ${isGood ? 'ok' : 'NOT OK'}`,
  )
  if (!isGood)
    say(
      [
        ...lost.map((line) => `     lost ${line}`),
        ...left.map((line) => `     left ${line}`),
        ended.text,
        cleanup.text,
      ].join('\n'),
    )
  return isGood
}

async function main() {
  const emulator = options.config === undefined ? await startEmulator() : undefined
  const config = options.config ?? emulator.config
  let urls = []
  let target
  try {
    const context = {
      env: process.env,
      cwd: process.cwd(),
      runId: 'killtrial',
      journal: join(folder, 'none'),
      warn: say,
    }
    const { settings } = await resolveTarget({ config, profile: options.profile }, context)
    target = client(settings)
    urls = await furnish(target, settings.resources, Number(options.foreign))
    const before = await target.inventory()
    say(`${settings.computeUrl}: ${urls.length} foreign resources made; with what was there: ${told(before)}.`)
    const random = randomFrom(Number(options.seed))
    const [from, to, times] = [options.from, options.to, options.times].map(Number)
    let good = 0
    for (let number = 1; number <= times; number++)
      if (await round(number, from + random() * (to - from), config, target, before)) good++
    say(
      `${good} of ${times} rounds left nothing and touched nothing; ${count(before)} resources of others were looked at.`,
    )
    process.exitCode = good === times ? 0 : 1
  } finally {
    for (const url of urls.reverse()) await target.ask('DELETE', url).catch((error) => say(error.message))
    const isGone = async (url) => (await target.ask('GET', url)).status === 404
    for (const url of urls) await until(`gone: ${url}`, () => isGone(url)).catch((error) => say(error.message))
    emulator?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
