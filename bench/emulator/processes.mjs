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
const description = join(root, 'openapi/openapi.yaml')

/** The last version that runs on Node 20. */
const prismPackage = '@stoplight/prism-cli@5.14.2'

const folder = mkdtempSync(join(tmpdir(), 'emulator-bench-'))
const children = new Set()
let fileCount = 0

/** Returns the path of a new temporary file, which `cleanUp` deletes. */
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
  const { child, content: config, startedAt } = await startCommand('emulate', flags)
  const { url } = config.target
  await fetch(url)
  return { child, config, port: Number(new URL(url).port), milliseconds: performance.now() - startedAt }
}

/** Starts our proxy, which prints no violations while they occur. */
export async function startConformanceProxy(upstream, ...flags) {
  const options = ['--target', upstream, '--port', '0', '--quiet', '--out', temporaryFile(), ...flags]
  const { child, content } = await startCommand('proxy', options)
  return { child, port: Number(new URL(content.url).port) }
}

/** Starts a command of ours, and waits for its ready file. */
async function startCommand(command, flags) {
  const readyFile = temporaryFile()
  const args = [join(root, 'bin/compute-conformance.js'), command, '--ready-file', readyFile, ...flags]
  const startedAt = performance.now()
  const child = track(spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }))
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${command} ended with ${code}`)))
  const isReady = async () => {
    while (!existsSync(readyFile)) await sleep(2)
  }
  await Promise.race([isReady(), ended])
  ended.catch(() => undefined)
  return { child, content: JSON.parse(readFileSync(readyFile, 'utf8')), startedAt }
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
export const startPrism = (program, ...flags) => startPrismServer(program, 'mock', [...flags, description])

/** Starts Prism's proxy, which compares with our OpenAPI description. It logs only fatal errors. */
export const startPrismProxy = (program, upstream) =>
  startPrismServer(program, 'proxy', ['--verboseLevel', 'fatal', description, upstream])

async function startPrismServer(program, command, args) {
  const port = await freePort()
  const address = ['--host', '127.0.0.1', '--port', String(port)]
  const child = track(spawn(process.execPath, [program, command, ...address, ...args], { stdio: 'ignore' }))
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
