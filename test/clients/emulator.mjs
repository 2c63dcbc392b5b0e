/** The emulator as a process of its own, and what a client has to know of it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const program = join(import.meta.dirname, '../../bin/compute-conformance.js')

/** Milliseconds: long enough for every client to see a state in between, short enough for a test. */
const transitions = {
  create: 400,
  delete: 200,
  start: 200,
  stop: 200,
  rebootSoft: 200,
  rebootHard: 200,
  resize: 400,
  confirmResize: 100,
  revertResize: 200,
  createImage: 300,
  attach: 100,
  detach: 100,
}

/** For tests that look without a pause: they have to see an image being saved, and nothing else on its way. */
const hasty = { createImage: 500 }

/** The document's one second, or long enough for whoever insists on confirming. */
const verifyResize = { automatic: 1000, confirm: 60_000 }

/**
 * Starts an emulator on a free port.
 * @param resize whether it confirms by itself (`automatic`) or awaits the client (`confirm`)
 * @param faults the vendor's rules to lift, by the names of the faults that do
 * @param isHasty whether all but images are done in a few milliseconds
 * @returns its configuration, what was requested of it so far, and how to stop it
 */
export async function startEmulator({ resize, faults = [], isHasty = false }) {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'))
  const [timing, ready] = [join(folder, 'timing.json'), join(folder, 'ready.json')]
  writeFileSync(timing, JSON.stringify({ ...(isHasty ? hasty : transitions), verifyResize: verifyResize[resize] }))
  const options = ['emulate', '--control', '--port', '0', '--ready-file', ready, '--timing', timing]
  const lifted = faults.flatMap((fault) => ['--fault', fault])
  const child = spawn(process.execPath, [program, ...options, ...lifted], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill()) await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let wait = 0; wait < 300 && child.exitCode === null; wait++) {
    const config = readConfig(ready)
    if (config !== undefined) return { config, requests: () => requestsOf(config), stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`the emulator did not start: ${complaint.trim()}`)
}

/** The emulator's own log, a line for each request. */
async function requestsOf({ target }) {
  const { requests } = await (await fetch(`${target.url}/_emulator/requests`)).json()
  return requests.map(({ at, method, path, operation, status }) => `${at} ${status} ${method} ${path} (${operation})`)
}

/** undefined while the file is not there or not yet whole. */
function readConfig(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
