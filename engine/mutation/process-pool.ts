import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#contract'
import type { Edition } from '#model'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { failedRun, isMutantRun, type MutantRun } from './mutant-run.ts'
import type { Worker, WorkerPool } from './run-mutations.ts'

/** Milliseconds after which a run counts as stuck: far more than all its timeouts together. */
const deadlineMs = 600_000

/** Characters of a worker's error output that are kept. */
const maxErrorOutput = 2_000

const workerProgram = join(packageRoot, 'dist', 'engine', 'mutation', 'worker-main.js')

/** A process that runs mutants. It is started when it is first needed, and again after it failed. */
class WorkerProcess implements Worker {
  readonly #folder: string
  #process: ChildProcess | undefined
  #isClosed = false
  #errorOutput = ''

  /** @param folder for temporary files; the pool deletes it */
  constructor(folder: string) {
    this.#folder = folder
  }

  run(faults: readonly string[]): Promise<MutantRun> {
    return this.#send({ faults })
  }

  runBaseline(editions: readonly Edition[]): Promise<MutantRun> {
    return this.#send({ editions })
  }

  #send(
    message: { readonly faults: readonly string[] } | { readonly editions: readonly Edition[] },
  ): Promise<MutantRun> {
    const startedAt = performance.now()
    if (this.#isClosed) return Promise.resolve(failedRun('the run was not started', 0))
    const child = this.#started()
    this.#errorOutput = ''
    return new Promise((resolve) => {
      const finish = (run: MutantRun): void => {
        clearTimeout(timer)
        child.off('message', onMessage)
        child.off('exit', onExit)
        resolve(this.#errorOutput === '' ? run : { ...run, errors: [...run.errors, this.#errorOutput.trim()] })
      }
      const fail = (error: string): void => {
        this.#process = undefined
        finish(failedRun(error, performance.now() - startedAt))
      }
      const onMessage = (message: unknown): void => {
        if (isMutantRun(message)) finish(message)
        else fail('the worker process sent an invalid message')
      }
      const onExit = (code: number | null, signal: string | null): void =>
        fail(`the worker process ended with ${signal ?? code}`)
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        fail(`the run did not finish within ${deadlineMs / 1000} s`)
      }, deadlineMs)
      child.on('message', onMessage)
      child.on('exit', onExit)
      child.send(message)
    })
  }

  #started(): ChildProcess {
    if (this.#process?.connected) return this.#process
    const child = fork(workerProgram, [this.#folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.#errorOutput.length < maxErrorOutput)
        this.#errorOutput += chunk.toString('utf8').slice(0, maxErrorOutput)
    })
    this.#process = child
    return child
  }

  async close(immediately: boolean): Promise<void> {
    this.#isClosed = true
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), immediately ? 0 : 5_000)
    await exited
    clearTimeout(timer)
  }
}

/** Worker processes with a common temporary folder. */
export class ProcessPool implements WorkerPool {
  readonly #folder = createTemporaryFolder('compute-conformance-mutation-')
  readonly workers: readonly WorkerProcess[]

  constructor(size: number) {
    this.workers = Array.from({ length: size }, () => new WorkerProcess(this.#folder))
  }

  async close(immediately = false): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close(immediately)))
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
