/**
 * A process of its own that tries one fault after the other, as its parent asks: emulator and command line in its main thread, the
 * suites in a worker thread. It ends with its parent.
 */
import { rmSync } from 'node:fs'
import { brokenRun } from './mutant-run.ts'
import { MutantRunner } from './mutant-runner.ts'
import { isMutantTimeouts } from './timeouts.ts'

const send = (message: unknown): void => void process.send?.(message)

const folder = folderIn(process.argv)
const bench = await MutantRunner.open(folder)

process.on('message', (asked: unknown) => void attempt(asked))
process.on('disconnect', () => void leave())
// A Ctrl-C reaches the whole group; the parent decides what becomes of this process.
process.on('SIGINT', () => undefined)
if (!process.connected) await leave()

function folderIn([, , folder]: readonly string[]): string {
  if (folder === undefined) throw new TypeError('A lane is started by the trial, which names a folder for its files.')
  return folder
}

async function attempt(asked: unknown): Promise<void> {
  const began = performance.now()
  const { fault, pace } = request(asked)
  try {
    send(await bench.run(fault, pace))
  } catch (error) {
    send(brokenRun(error instanceof Error ? error.message : String(error), performance.now() - began))
  }
}

function request(asked: unknown) {
  const message: object = typeof asked === 'object' && asked !== null ? asked : {}
  const pace = 'pace' in message && isMutantTimeouts(message.pace) ? message.pace : 'patient'
  return { fault: 'fault' in message && typeof message.fault === 'string' ? message.fault : undefined, pace }
}

async function leave(): Promise<void> {
  await bench.close()
  // A parent that was killed cannot do it.
  rmSync(folder, { recursive: true, force: true })
  process.exit()
}
