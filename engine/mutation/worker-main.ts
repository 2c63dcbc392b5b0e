/**
 * The program of a worker process. It runs one mutant after the other as its parent requests: emulator and runner in the main
 * thread, the suites in a worker thread. It ends with its parent.
 */
import { rmSync } from 'node:fs'
import { at } from '#engine/input'
import { failedRun } from './mutant-run.ts'
import { MutantRunner } from './mutant-runner.ts'

const [, , folder] = process.argv
if (folder === undefined) throw new TypeError('Expected the folder for temporary files as argument.')
const runner = await MutantRunner.open(folder)

process.on('message', (message: unknown) => void handle(message))
process.on('disconnect', () => void exit())
// Ctrl-C reaches all processes of the group; the parent decides when this one ends.
process.on('SIGINT', () => undefined)
if (!process.connected) await exit()

function faultsIn(message: unknown): readonly string[] {
  const names = at(message, 'faults')
  if (!Array.isArray(names)) throw new TypeError('Expected a message with the names of faults.')
  return names.map(String)
}

async function handle(message: unknown): Promise<void> {
  const startedAt = performance.now()
  try {
    process.send?.(await runner.run(faultsIn(message)))
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
