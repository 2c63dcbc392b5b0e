/**
 * Targets with many faults at once, chosen at random, and what a run with default options says of each:
 * `npm run build && node bench/composed/random.mjs [--seeds 1-12] [--faults 30] [--edition 2020-03] [--profile P] [--timing T] [--out FOLDER]`.
 *
 * A few lines for each target: how long the run took, how many of the violated requirements failed, which did not, which others failed (each
 * is either a consequence of several faults or an unjust accusation), how many mandatory ones stayed undecided and how many of them name no
 * cause, errors of the suite, and what was left at the target without a word (+) or is reported although it is gone (-). The reports and the
 * faults are kept in FOLDER.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { shuffled } from './shuffled.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { faults } = await import(join(root, 'dist/emulator/index.js'))
const program = join(root, 'bin/compute-conformance.js')
const kinds = ['servers', 'keypairs', 'images', 'volumes', 'ports', 'serverGroups']

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-12' },
    faults: { type: 'string', default: '30' },
    edition: { type: 'string', default: '2020-03' },
    profile: { type: 'string' },
    timing: { type: 'string', default: 'instant' },
    out: { type: 'string', default: 'random-targets' },
  },
})

const choose = (seed) => shuffled(faults, seed).slice(0, Number(values.faults))

function start(args) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  return { child, ended: new Promise((resolve) => child.on('exit', resolve)), text: () => text }
}

async function resourcesAt(url) {
  const state = await (await fetch(`${url}/_emulator/state`)).json()
  return kinds.flatMap((kind) =>
    Object.values(state[kind])
      .filter(({ vmState }) => vmState !== 'deleted')
      .map(({ id, name }) => `${kind} ${id} ${name ?? ''}`),
  )
}

function summaryOf(report, chosen, left) {
  const idsOf = (outcome, level) =>
    report.requirements.filter((one) => one.outcome === outcome && (!level || one.level === level)).map(({ id }) => id)
  const failed = idsOf('fail')
  const violated = [
    ...new Set(chosen.flatMap(({ requirement, alsoFails = {} }) => [requirement, ...Object.keys(alsoFails)])),
  ]
  const undecided = report.requirements.filter(({ outcome, level }) => outcome === 'inconclusive' && level === 'must')
  const overlooked = violated.filter((id) => !failed.includes(id))
  const withOutcome = (id) => `${id}=${report.requirements.find((one) => one.id === id)?.outcome ?? 'absent'}`
  const reported = report.resources.leaked.map(({ id, name }) => id ?? name)
  // A name may contain blanks.
  const isNamed = (one, name) => `${one} `.includes(` ${name} `)
  const isReported = (one) => reported.some((name) => isNamed(one, name))
  const remains = (name) => left.some((one) => isNamed(one, name))
  return [
    `${violated.length - overlooked.length} of ${violated.length} violated requirements failed · ${report.exchanges.length} requests`,
    `others: ${failed.filter((id) => !violated.includes(id)).join(' ') || 'none'}`,
    `not failed: ${overlooked.map(withOutcome).join(' ') || 'none'}`,
    `undecided: ${undecided.length}, without a cause: ${undecided
      .filter(({ blockedBy }) => blockedBy === undefined)
      .map(({ id }) => id)
      .join(' ')}`,
    `errors: ${[...idsOf('error'), ...report.errors.map((error) => JSON.stringify(error))].join(' ') || 'none'}`,
    `${left.length} left`,
    ...left.filter((one) => !isReported(one)).map((one) => `+ ${one}`),
    ...reported.filter((name) => !remains(name)).map((name) => `- ${name}`),
  ].join('\n    ')
}

async function testTarget(seed) {
  const folder = join(values.out, [values.edition, ...(values.profile ? [values.profile] : []), seed].join('-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const config = join(folder, 'target.json')
  const chosen = choose(seed)
  writeFileSync(join(folder, 'faults.txt'), chosen.map((one) => `${one.name}\t${one.requirement}\n`).join(''))
  const options = ['--edition', values.edition, '--timing', values.timing, '--control', '--ready-file', config]
  const emulator = start(['emulate', ...options, ...chosen.flatMap(({ name }) => ['--fault', name])])
  while (!existsSync(config)) {
    if (emulator.child.exitCode !== null) return `no emulator: ${emulator.text()}`
    await sleep(50)
  }
  try {
    const { url } = JSON.parse(readFileSync(config, 'utf8')).target
    const before = await resourcesAt(url)
    const startedAt = performance.now()
    const profile = values.profile === undefined ? ['--edition', values.edition] : ['--profile', values.profile]
    const run = start(['run', '--config', config, ...profile, '--out', folder])
    const code = await run.ended
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    writeFileSync(join(folder, 'console.txt'), run.text())
    const left = (await resourcesAt(url)).filter((one) => !before.includes(one))
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    return `exit ${code} · ${seconds} s · ${summaryOf(report, chosen, left)}`
  } finally {
    emulator.child.kill()
    await emulator.ended
  }
}

const [first, last = first] = values.seeds.split('-').map(Number)
for (let seed = first; seed <= last; seed++) console.log(`${seed}: ${await testTarget(seed)}`)
