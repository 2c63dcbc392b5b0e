/**
 * The program of a worker process. It runs one mutant after the other as its parent requests: emulator and runner in the main
 * thread, the suites in a worker thread. It ends with its parent.
 */
import { rmSync } from 'node:fs'
import { at } from '#engine/input'
import { editions } from '#model'
import { failedRun, type MutantRun } from './mutant-run.ts'
import { MutantRunner } from './mutant-runner.ts'

const [, , folder] = process.argv
if (folder === undefined) throw new TypeError('Expected the folder for temporary files as argument.')
const runner = await MutantRunner.open(folder)

process.on('message', (message: unknown) => void handle(message))
process.on('disconnect', () => void exit())
// Ctrl-C reaches all processes of the group; the parent decides when this one ends.
process.on('SIGINT', () => undefined)
if (!process.connected) await exit()

function textsAt(message: unknown, key: string): readonly string[] {
  const texts = at(message, key)
  if (!Array.isArray(texts)) throw new TypeError(`Expected a message with ${key}.`)
  return texts.map(String)
}

/** Performs the run that a message asks for: one with `faults`, or a baseline run of `editions`. */
function runFor(message: unknown): Promise<MutantRun> {
  if (at(message, 'editions') === undefined) return runner.run(textsAt(message, 'faults'))
  const named = textsAt(message, 'editions')
  return runner.runBaseline(editions.filter((edition) => named.includes(edition)))
}

async function handle(message: unknown): Promise<void> {
  const startedAt = performance.now()
  try {
    process.send?.(await runFor(message))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.send?.(failedRun(reason, performance.now() - startedAt))
  }
}

async function exit(): Promise<void> {
  await runner.close()
  // A parent that was killed cannot delete it.
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  process.exit()
}
