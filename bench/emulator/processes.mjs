/** Starts the measured servers and the load generator, each as a child process. */
import { execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The last version that runs on Node 20. */
const prismPackage = '@stoplight/prism-cli@5.14.2'

const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'))
const children = new Set()
let fileCount = 0

/** The path of a new temporary file, which `cleanUp` deletes. */
export const temporaryFile = () => join(folder, `file-${++fileCount}`)

/** Kills all child processes and deletes all temporary files. */
export function cleanUp() {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

function track(child) {
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** @returns the process, the content of its ready file, its port, and the milliseconds until its first response */
export async function startEmulator(...flags) {
  const readyFile = temporaryFile()
  const args = [join(root, 'bin/compute-conformance.js'), 'emulate', '--ready-file', readyFile, ...flags]
  const startedAt = performance.now()
  const child = track(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`emulate ended with ${code}`))),
  ])
  const config = JSON.parse(readFileSync(readyFile, 'utf8'))
  const { url } = config.target
  await fetch(url)
  return { child, config, port: Number(new URL(url).port), milliseconds: performance.now() - startedAt }
}

/** @param message the responses, see bare-server.mjs */
export async function startBareServer(message) {
  const child = track(fork(new URL('bare-server.mjs', import.meta.url)))
  child.send(message)
  const [{ port }] = await once(child, 'message')
  return { child, port }
}

/** Installs Prism into the temporary folder, because it is not a dependency of this project. @returns its path, or undefined */
export async function installPrism() {
  const prefix = join(folder, 'prism')
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--prefix', prefix]
  try {
    await promisify(execFile)('npm', ['install', ...flags, prismPackage], { cwd: folder, timeout: 300_000 })
  } catch {
    return undefined
  }
  const program = join(prefix, 'node_modules/.bin/prism')
  return existsSync(program) ? program : undefined
}

/** Starts Prism's mock server of our OpenAPI description. Throws an Error if it is not ready within 30 s. */
export async function startPrism(program, ...flags) {
  const port = await freePort()
  const description = join(root, 'openapi/openapi.yaml')
  const args = [program, 'mock', '--host', '127.0.0.1', '--port', String(port), ...flags, description]
  const child = track(spawn(process.execPath, args, { stdio: 'ignore' }))
  for (let attempt = 0; attempt < 300; attempt++) {
    const isReady = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (isReady) return { child, port }
    await sleep(100)
  }
  throw new Error('Prism did not start within 30 s')
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** @returns a function that runs one job of the load generator; it throws an Error if a request fails */
export function startLoadGenerator() {
  const child = track(fork(new URL('load-generator.mjs', import.meta.url)))
  return async (job) => {
    child.send(job)
    const [result] = await once(child, 'message')
    if (result.error !== undefined) throw new Error(result.error)
    return result
  }
}
