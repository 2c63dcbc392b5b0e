/** What is measured, each in a process of its own. */
import { execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The last one that runs on Node 20. */
const prism = '@stoplight/prism-cli@5.14.2'

const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'))
const processes = new Set()
let files = 0

/** The path of a file that is not there yet; it goes with the bench. */
export const newFile = () => join(folder, `file-${++files}`)

/** Ends what was started and removes what was written. */
export function clearAway() {
  for (const child of processes) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

function kept(child) {
  processes.add(child)
  child.once('exit', () => processes.delete(child))
  return child
}

/** @returns the emulator's process, its config, and the milliseconds until it had answered a first request. */
export async function startEmulator(...flags) {
  const file = newFile()
  const bin = join(root, 'bin/compute-conformance.js')
  const began = performance.now()
  const child = kept(
    spawn(process.execPath, [bin, 'emulate', '--ready-file', file, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`emulate ended with ${code}`))),
  ])
  const config = JSON.parse(readFileSync(file, 'utf8'))
  const { url } = config.target
  await fetch(url)
  return { child, config, port: Number(new URL(url).port), milliseconds: performance.now() - began }
}

export async function startBare(answers) {
  const child = kept(fork(new URL('bare.mjs', import.meta.url)))
  child.send(answers)
  const [{ port }] = await once(child, 'message')
  return { child, port }
}

/** Prism, which is no dependency of this project: it is installed beside, for this run. Undefined where it cannot be had. */
export async function installPrism() {
  const prefix = join(folder, 'prism')
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--prefix', prefix]
  try {
    await promisify(execFile)('npm', ['install', ...flags, prism], { cwd: folder, timeout: 300_000 })
  } catch {
    return undefined
  }
  const bin = join(prefix, 'node_modules/.bin/prism')
  return existsSync(bin) ? bin : undefined
}

/** Prism's mock of our description, started as its documentation does but for these flags. */
export async function startPrism(bin, ...flags) {
  const port = await freePort()
  const description = join(root, 'openapi/openapi.yaml')
  const command = [bin, 'mock', '--host', '127.0.0.1', '--port', String(port), ...flags, description]
  const child = kept(spawn(process.execPath, command, { stdio: 'ignore' }))
  for (let attempt = 0; attempt < 300; attempt++) {
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (isThere) return { child, port }
    await pause(100)
  }
  throw new Error('Prism did not start within half a minute')
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

export function startLoad() {
  const child = kept(fork(new URL('load.mjs', import.meta.url)))
  return async (job) => {
    child.send(job)
    const [result] = await once(child, 'message')
    if (result.error !== undefined) throw new Error(result.error)
    return result
  }
}

/** What Linux knows of a process; undefined elsewhere. */
function facts(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/** Seconds of processor that a process has used (clock ticks are hundredths on Linux). */
export function processorSeconds({ pid }) {
  const fields = facts(pid, 'stat')
    ?.replace(/^.*\) /, '')
    .split(' ')
  return fields && (Number(fields[11]) + Number(fields[12])) / 100
}

/** Memory of a process in MB, as the machine sees it. */
export function megabytes({ pid }) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(facts(pid, 'status') ?? '')?.[1]
  return kilobytes && Number(kilobytes) / 1024
}
