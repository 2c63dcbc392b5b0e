/** Starts the emulator as a child process. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const program = join(import.meta.dirname, '../../bin/compute-conformance.js')

/** Milliseconds, long enough for every client to observe the intermediate statuses. */
const observableTiming = {
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

/** Milliseconds for tests that poll without a pause and only need to observe an image that is being saved. */
const fastTiming = { createImage: 500 }

/** Milliseconds: one second as in the document, or long enough for a client that confirms by itself. */
const verifyResizeTiming = { automatic: 1000, confirm: 60_000 }

/**
 * Starts an emulator on a free port.
 * @param resize whether the emulator confirms a resize (`automatic`) or waits for the client (`confirm`)
 * @param faults names of faults to inject, used to disable rules of the vendor
 * @param isFast whether every transition except image creation takes only a few milliseconds
 * @returns the content of its ready file, a function that returns its request log, and a function that stops it
 */
export async function startEmulator({ resize, faults = [], isFast = false }) {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'))
  const [timingFile, readyFile] = [join(folder, 'timing.json'), join(folder, 'ready.json')]
  const timing = { ...(isFast ? fastTiming : observableTiming), verifyResize: verifyResizeTiming[resize] }
  writeFileSync(timingFile, JSON.stringify(timing))
  const options = ['emulate', '--control', '--port', '0', '--ready-file', readyFile, '--timing', timingFile]
  const faultOptions = faults.flatMap((fault) => ['--fault', fault])
  const child = spawn(process.execPath, [program, ...options, ...faultOptions], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errorOutput = ''
  child.stderr.on('data', (chunk) => {
    errorOutput += chunk
  })
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill()) await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const config = readConfig(readyFile)
    if (config !== undefined) return { config, requests: () => readRequestLog(config), stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`the emulator did not start: ${errorOutput.trim()}`)
}

/** Returns one line for each request that the emulator received. */
async function readRequestLog({ target }) {
  const { requests } = await (await fetch(`${target.url}/_emulator/requests`)).json()
  return requests.map(({ at, method, path, operation, status }) => `${at} ${status} ${method} ${path} (${operation})`)
}

/** Returns undefined while the file is missing or incomplete. */
function readConfig(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
