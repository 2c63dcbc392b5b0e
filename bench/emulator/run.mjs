/**
 * How fast the emulator is, beside a bare `node:http` server that writes the very same bytes and beside Prism's mock of our OpenAPI
 * description: `npm run bench`. All in one run, in interleaved rounds, the median of each. `--seconds N` of each measurement (2),
 * `--rounds N` (5), `--without-prism`. The figures go to stdout and to results.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Cloud, median, recorded } from './cloud.mjs'
import { render } from './render.mjs'
import * as targets from './targets.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    'without-prism': { type: 'boolean', default: false },
  },
})
const connections = 16
const milliseconds = Number(values.seconds) * 1000
const progress = (text) => process.stderr.write(`${text}\n`)

/** An emulator with a keypair and a hundred servers. */
async function furnished(...flags) {
  const emulator = await targets.startEmulator(...flags)
  const cloud = new Cloud(emulator.config)
  await cloud.furnish()
  await cloud.boot(100)
  return { ...emulator, cloud }
}

const creating = ({ root, caller, creation }) => ({
  task: 'create+delete',
  path: `${root}/servers`,
  body: JSON.stringify(creation()),
  caller,
})

/** What is asked of whom. The bare server and Prism are asked as the emulator is; the one with a state is asked only to change it. */
async function stage() {
  const emulator = await furnished()
  const lasting = await furnished('--state', targets.newFile())
  const { cloud } = emulator
  const { root, caller } = cloud
  const [id] = await cloud.ids()
  const create = await cloud.ask('POST', '/servers', cloud.creation())
  const answers = {
    [`GET ${root}/servers/${id}`]: await recorded(await cloud.ask('GET', `/servers/${id}`)),
    [`GET ${root}/servers/detail?limit=100`]: await recorded(await cloud.ask('GET', '/servers/detail?limit=100')),
    [`POST ${root}/servers`]: await recorded(create.clone()),
  }
  const others = await recorded(await cloud.ask('DELETE', `/servers/${(await create.json()).server.id}`))
  const jobs = {
    show: { task: 'read', path: `${root}/servers/${id}`, caller },
    'list-detail of 100': { task: 'read', path: `${root}/servers/detail?limit=100`, caller },
    'create+delete': creating(cloud),
  }
  const prism = values['without-prism'] ? undefined : await targets.installPrism()
  if (prism === undefined) progress('Prism is left out: it was not asked for, or the registry does not give it.')
  const contenders = {
    emulator: { ...emulator, jobs },
    'bare node:http': { ...(await targets.startBare({ answers, others })), jobs },
    ...(prism && {
      Prism: { ...(await targets.startPrism(prism)), jobs },
      'Prism without its log': { ...(await targets.startPrism(prism, '--verboseLevel', 'fatal')), jobs },
    }),
    'emulator --state': { ...lasting, jobs: { 'create+delete': creating(lasting.cloud) } },
  }
  return { contenders, names: Object.keys(jobs) }
}

/** Requests per second and processor time per request of every contender and job. */
async function race({ contenders, names }) {
  const load = targets.startLoad()
  const run = async ({ child, port }, job, bounds) => {
    const before = targets.processorSeconds(child)
    const { requests, seconds } = await load({ ...job, port, connections, ...bounds })
    const used = before === undefined ? undefined : targets.processorSeconds(child) - before
    return { rate: requests / seconds, micros: used === undefined ? undefined : (used / requests) * 1e6 }
  }
  const rows = []
  for (const name of names) {
    const able = Object.entries(contenders).filter(([, { jobs }]) => name in jobs)
    const samples = Object.fromEntries(able.map(([who]) => [who, []]))
    // The first round is for the compilers of the targets: so many requests that all of the way is hot, however slow the machine is.
    for (const [, one] of able) await run(one, one.jobs[name], { milliseconds: 12_000, most: 10_000 })
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [who, one] of able) samples[who].push(await run(one, one.jobs[name], { milliseconds }))
      progress(`${name}: round ${round}`)
    }
    const figures = Object.entries(samples).map(([who, taken]) => {
      const micros = taken.flatMap((sample) => sample.micros ?? [])
      const rate = median(taken.map((sample) => sample.rate))
      return [who, { rate, micros: micros.length === 0 ? undefined : median(micros) }]
    })
    rows.push({ name, figures: Object.fromEntries(figures) })
  }
  return { names: Object.keys(contenders), rows }
}

/** Milliseconds from spawning the process to its first answer, and those of processor that it has used by then. */
async function startTime(...flags) {
  const times = []
  const used = []
  for (let count = 0; count < 9; count++) {
    const { child, milliseconds: taken } = await targets.startEmulator(...flags)
    times.push(taken)
    used.push((targets.processorSeconds(child) ?? Number.NaN) * 1000)
    child.kill('SIGKILL')
  }
  return { taken: median(times), used: median(used) }
}

/** What ten thousand servers weigh, and how long a page of them takes wherever it is. */
async function crowd() {
  const { child, config } = await targets.startEmulator()
  const cloud = new Cloud(config)
  await cloud.furnish()
  const empty = targets.megabytes(child)
  await cloud.boot(10_000)
  const ids = await cloud.ids()
  const full = targets.megabytes(child)
  const places = { first: undefined, middle: ids[Math.floor(ids.length / 2)], last: ids.at(-101) }
  const pages = {}
  for (const path of ['/servers', '/servers/detail']) {
    pages[path] = {}
    for (const [place, marker] of Object.entries(places)) pages[path][place] = await cloud.pageTime(path, marker)
  }
  const listed = targets.megabytes(child)
  child.kill('SIGKILL')
  return { servers: ids.length, empty, full: full && Math.max(full, listed), pages }
}

try {
  progress('start time')
  // What is loaded for the first request of this process is none of the emulator's time.
  await fetch('http://127.0.0.1:1').catch(() => undefined)
  const started = await startTime()
  const lasting = await startTime('--state', targets.newFile())
  progress('ten thousand servers')
  const crowded = await crowd()
  const { names, rows } = await race(await stage())
  const text = render({
    names,
    rows,
    started,
    lasting,
    crowded,
    connections,
    seconds: values.seconds,
    rounds: values.rounds,
  })
  process.stdout.write(text)
  writeFileSync(new URL('results.md', import.meta.url), text)
} finally {
  targets.clearAway()
}
process.exit()
