/** Compares the throughput of the emulator with other servers. */
import { CloudClient, recordResponse } from './cloud-client.mjs'
import { processorSeconds } from './process-usage.mjs'
import * as processes from './processes.mjs'
import { median } from './statistics.mjs'

/** Starts an emulator with a keypair and a hundred servers. */
export async function startSeededEmulator(...flags) {
  const emulator = await processes.startEmulator(...flags)
  const cloud = new CloudClient(emulator.config)
  await cloud.createKeypair()
  await cloud.createServers(100)
  return { ...emulator, cloud }
}

export const createAndDelete = (cloud) => ({
  task: 'create+delete',
  path: `${cloud.root}/servers`,
  body: JSON.stringify(cloud.createRequest()),
  caller: cloud.caller,
})

/**
 * Starts all servers. The bare server and Prism get the same requests as the emulator; the emulator with --state gets only the
 * requests that change its state. Prism is left out if `program` is undefined.
 */
export async function startTargets(program) {
  const emulator = await startSeededEmulator()
  const persistent = await startSeededEmulator('--state', processes.temporaryFile())
  const { cloud } = emulator
  const { root, caller } = cloud
  const [id] = await cloud.serverIds()
  const jobs = {
    show: { task: 'read', path: `${root}/servers/${id}`, caller },
    'list-detail of 100': { task: 'read', path: `${root}/servers/detail?limit=100`, caller },
    'create+delete': createAndDelete(cloud),
  }
  const created = await cloud.request('POST', '/servers', cloud.createRequest())
  const responses = {
    [`GET ${root}/servers/${id}`]: await recordResponse(await cloud.request('GET', `/servers/${id}`)),
    [`GET ${root}/servers/detail?limit=100`]: await recordResponse(
      await cloud.request('GET', '/servers/detail?limit=100'),
    ),
    [`POST ${root}/servers`]: await recordResponse(created.clone()),
  }
  const { server } = await created.json()
  const fallback = await recordResponse(await cloud.request('DELETE', `/servers/${server.id}`))
  return {
    emulator: { ...emulator, jobs },
    'bare node:http': { ...(await processes.startBareServer({ responses, fallback })), jobs },
    ...(program && {
      Prism: { ...(await processes.startPrism(program)), jobs },
      'Prism without its log': { ...(await processes.startPrism(program, '--verboseLevel', 'fatal')), jobs },
    }),
    'emulator --state': { ...persistent, jobs: { 'create+delete': createAndDelete(persistent.cloud) } },
  }
}

/** Runs a job of the load generator. @returns requests per second, and microseconds of the target's processor time per request */
export async function measureJob(runJob, { child, port }, job) {
  const before = processorSeconds(child)
  const { requests, seconds } = await runJob({ ...job, port })
  const used = before === undefined ? undefined : processorSeconds(child) - before
  return { rate: requests / seconds, micros: used === undefined ? undefined : (used / requests) * 1e6 }
}

/**
 * Measures each job on each target in interleaved rounds.
 * @returns one row per job: requests per second (`rate`) and microseconds of processor time per request by target
 */
export async function measureThroughput(targets, { connections, milliseconds, rounds, onProgress }) {
  const runJob = processes.startLoadGenerator()
  const measure = (target, job, limits) => measureJob(runJob, target, { ...job, connections, ...limits })
  const rows = []
  for (const name of Object.keys(targets.emulator.jobs)) {
    const measured = Object.entries(targets).filter(([, { jobs }]) => name in jobs)
    const samples = Object.fromEntries(measured.map(([targetName]) => [targetName, []]))
    // Warm up until the compilers of the targets have optimized the code.
    for (const [, target] of measured)
      await measure(target, target.jobs[name], { milliseconds: 12_000, maxRequests: 10_000 })
    for (let round = 1; round <= rounds; round++) {
      for (const [targetName, target] of measured)
        samples[targetName].push(await measure(target, target.jobs[name], { milliseconds }))
      onProgress(`${name}: round ${round}`)
    }
    rows.push({ name, figures: Object.fromEntries(measured.map(([key]) => [key, summarize(samples[key])])) })
  }
  return rows
}

function summarize(samples) {
  const micros = samples.flatMap((sample) => sample.micros ?? [])
  const rate = median(samples.map((sample) => sample.rate))
  return { rate, micros: micros.length === 0 ? undefined : median(micros) }
}
