/**
 * Honest targets that differ from the emulator in lawful ways, and what a run with default options says of each:
 * `npm run build && node bench/composed/lawful.mjs [--seeds 1-15] [--count 12] [--edition 2020-03] [--profile P] [--each] [--list] [--out FOLDER] [NAME,NAME… …]`.
 *
 * A variation is lawful if the document, HTTP, JSON or Nova allow it, and a client that is written to the document works with it. The run
 * must find such a target conformant: printed are the requirements whose outcome differs from that of the plain emulator, with the reason,
 * and leftover resources. A failed requirement is a false accusation; a lost decision must name its cause.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { busy } from './lawful/busy.mjs'
import { catalogue } from './lawful/catalogue.mjs'
import { courses } from './lawful/courses.mjs'
import { delays } from './lawful/delays.mjs'
import { errors } from './lawful/errors.mjs'
import { gateways } from './lawful/gateways.mjs'
import { headerCase, http } from './lawful/http.mjs'
import { lists } from './lawful/lists.mjs'
import { members } from './lawful/members.mjs'
import { neighbours } from './lawful/neighbours.mjs'
import { notations } from './lawful/notation.mjs'
import { offers } from './lawful/offers.mjs'
import { operators } from './lawful/operators.mjs'
import { others } from './lawful/others.mjs'
import { protocol } from './lawful/protocol.mjs'
import { quotas } from './lawful/quotas.mjs'
import { shapes } from './lawful/shapes.mjs'
import { strictness } from './lawful/strictness.mjs'
import { startTarget } from './lawful/target.mjs'
import { tokens } from './lawful/tokens.mjs'
import { views } from './lawful/views.mjs'
import { wire } from './lawful/wire.mjs'
import { shuffled } from './shuffled.mjs'

const program = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))
/** In the order in which they apply: the last one changes the names of headers, which the others look up. */
const variations = [
  ...delays,
  ...courses,
  ...lists,
  ...others,
  ...members,
  ...errors,
  ...notations,
  ...http,
  ...catalogue,
  ...offers,
  ...quotas,
  ...operators,
  ...gateways,
  ...tokens,
  ...views,
  ...busy,
  ...shapes,
  ...wire,
  ...neighbours,
  ...strictness,
  ...protocol,
  headerCase,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1-15' },
    count: { type: 'string', default: '12' },
    edition: { type: 'string', default: '2020-03' },
    profile: { type: 'string' },
    each: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    out: { type: 'string', default: 'lawful-targets' },
  },
})

/** The variations of a number of names, in the order in which they apply. */
function named(names) {
  const unknown = names.filter((name) => !variations.some((one) => one.name === name))
  if (unknown.length > 0) throw new RangeError(`unknown variations: ${unknown.join(' ')}`)
  return variations.filter(({ name }) => names.includes(name))
}

const applies = ({ editions = [values.edition], profiles = [values.profile] }) =>
  editions.includes(values.edition) && profiles.includes(values.profile)

/** As many variations as `--count`, at most one of each group. */
function choose(seed) {
  const chosen = new Map()
  for (const one of shuffled(variations.filter(applies), seed)) {
    const key = one.group ?? one.name
    if (chosen.size < Number(values.count) && !chosen.has(key)) chosen.set(key, one.name)
  }
  return named([...chosen.values()])
}

/** Every variation once, in packs of `--count` with at most one of each group. */
function packs() {
  const packed = []
  for (const one of shuffled(variations.filter(applies), 1)) {
    const meets = (other) => one.group !== undefined && other.group === one.group
    const pack = packed.find((others) => others.length < Number(values.count) && !others.some(meets))
    if (pack === undefined) packed.push([one])
    else pack.push(one)
  }
  return packed
}

async function run(config, folder) {
  const profile = values.profile === undefined ? [] : ['--profile', values.profile]
  const child = spawn(process.execPath, [program, 'run', '--config', config, ...profile, '--out', folder, '--quiet'])
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  writeFileSync(join(folder, 'console.txt'), text)
  return code
}

async function testTarget(name, chosen) {
  const folder = join(values.out, [values.edition, ...(values.profile ? [values.profile] : []), name].join('-'))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const target = await startTarget(chosen, values.edition)
  try {
    const config = join(folder, 'target.json')
    writeFileSync(config, JSON.stringify(target.config))
    const startedAt = performance.now()
    const code = await run(config, folder)
    const seconds = (performance.now() - startedAt) / 1_000
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    return { code, seconds, report, requests: target.requests, left: target.left() }
  } finally {
    await target.close()
  }
}

const lineOf = ({ outcome, level, id, reason, blockedBy, findings: [finding] }) =>
  `${outcome} ${level} ${id}${blockedBy ? ` [${JSON.stringify(blockedBy)}]` : ''}: ${reason ?? finding?.message ?? ''}`

/** The requirements with another outcome than for the plain emulator, as lines. */
function differences({ report }, plain) {
  const usual = new Map(plain.report.requirements.map(({ id, outcome }) => [id, outcome]))
  return report.requirements.filter(({ id, outcome }) => usual.get(id) !== outcome).map(lineOf)
}

async function describe(name, chosen, plain) {
  const result = await testTarget(name, chosen)
  const { code, seconds, requests, left, report } = result
  const lines = [
    ...differences(result, plain),
    ...report.errors.map((error) => `error: ${JSON.stringify(error)}`),
    ...left.map((one) => `left: ${one}`),
    ...report.resources.leaked.map((one) => `reported as left: ${JSON.stringify(one)}`),
  ]
  const explained = plain.seconds * 2 + chosen.reduce((sum, { slowness = 0 }) => sum + slowness, 0)
  const time = `${seconds.toFixed(0)} s${seconds > explained ? ' (slow)' : ''}`
  console.log(`${name}: exit ${code} · ${time} · ${requests} requests · ${chosen.map((one) => one.name).join(' ')}`)
  for (const line of lines) console.log(`    ${line}`)
}

if (values.list) {
  for (const { name, source, group = '' } of variations) console.log([name, group, source].join('\t'))
} else {
  const plain = await testTarget('plain', [])
  console.log(`plain: exit ${plain.code} · ${plain.seconds.toFixed(0)} s · ${plain.requests} requests`)
  if (values.each) for (const [index, pack] of packs().entries()) await describe(`pack ${index + 1}`, pack, plain)
  else if (positionals.length > 0)
    for (const [index, names] of positionals.entries()) await describe(`${index + 1}`, named(names.split(',')), plain)
  else {
    const [first, last = first] = values.seeds.split('-').map(Number)
    for (let seed = first; seed <= last; seed++) await describe(String(seed), choose(seed), plain)
  }
}
