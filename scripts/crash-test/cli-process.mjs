/** Starts the command line interface as a child process. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/compute-conformance.js', import.meta.url))

/** `ended` resolves with the exit code, or the signal that ended the process, and everything it printed. */
export function startCli(...args) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code: code ?? signal, output })))
  return { child, ended }
}

/** Starts an emulator with realistic timing; throws an Error if it is not ready within ten seconds. */
export async function startEmulator(folder) {
  const readyFile = join(folder, 'ready.json')
  const emulator = startCli('emulate', '--timing', 'realistic', '--ready-file', readyFile)
  for (let waited = 0; !existsSync(readyFile); waited += 50) {
    if (waited > 10_000) throw new Error('The emulator did not start within 10 s.')
    await sleep(50)
  }
  return { config: readyFile, stop: () => emulator.child.kill('SIGTERM') }
}

/**
 * Waits until the run has created its journal, or with `entry` until the journal has an entry that matches it. Ends when the run does.
 */
export async function waitForJournal(folder, { child }, entry = /^/) {
  const journals = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('journal-')) : [])
  const isReached = () => journals().some((name) => entry.test(readFileSync(join(folder, name), 'utf8')))
  while (child.exitCode === null && !isReached()) await sleep(20)
}
