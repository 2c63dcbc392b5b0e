import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brokenRun, isMutantRun, type MutantRun } from './mutant-run.ts'
import type { Worker, WorkerPool } from './run-mutations.ts'
import type { MutantTimeouts } from './timeouts.ts'

/** Milliseconds after which an attempt counts as stuck: far more than all its waits take together. */
const deadlines: Readonly<Record<MutantTimeouts, number>> = { quick: 180_000, patient: 600_000 }

/** What is kept of what a process says on its error output. */
const kept = 2_000

const program = fileURLToPath(new URL('./worker-main.js', import.meta.url))

/** One process that tries faults. It is started when it is first needed, and again after it broke. */
class WorkerProcess implements Worker {
  readonly #folder: string
  #process: ChildProcess | undefined
  #isClosed = false
  #said = ''

  /** `folder` is where it may keep files; they are removed by whoever made the folder. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Never throws: what goes wrong is an error of the run. */
  run(fault: string | undefined, pace: MutantTimeouts): Promise<MutantRun> {
    const began = performance.now()
    if (this.#isClosed) return Promise.resolve(brokenRun('it was not begun any more', 0))
    const child = this.#running()
    this.#said = ''
    return new Promise((resolve) => {
      const done = (attempt: MutantRun): void => {
        clearTimeout(timer)
        child.off('message', onMessage)
        child.off('exit', onExit)
        resolve(this.#said === '' ? attempt : { ...attempt, errors: [...attempt.errors, this.#said.trim()] })
      }
      const broken = (error: string): void => {
        this.#process = undefined
        done(brokenRun(error, performance.now() - began))
      }
      const onMessage = (message: unknown): void => {
        if (isMutantRun(message)) done(message)
        else broken('the process that tried it answered something else than an attempt')
      }
      const onExit = (code: number | null, signal: string | null): void =>
        broken(`the process that tried it ended with ${signal ?? code}`)
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        broken(`it came to no end within ${deadlines[pace] / 1000} s`)
      }, deadlines[pace])
      child.on('message', onMessage)
      child.on('exit', onExit)
      child.send({ fault, pace })
    })
  }

  #running(): ChildProcess {
    if (this.#process?.connected) return this.#process
    const child = fork(program, [this.#folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.#said.length < kept) this.#said += chunk.toString('utf8').slice(0, kept)
    })
    this.#process = child
    return child
  }

  /** `now`: without waiting for what is under way. */
  async close(now: boolean): Promise<void> {
    this.#isClosed = true
    const child = this.#process
    this.#process = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), now ? 0 : 5_000)
    await ended
    clearTimeout(timer)
  }
}

/** Several processes that share the work. */
export class ProcessPool implements WorkerPool {
  readonly #folder = mkdtempSync(join(tmpdir(), 'compute-conformance-trial-'))
  readonly #lanes: readonly WorkerProcess[]

  constructor(size: number) {
    this.#lanes = Array.from({ length: size }, () => new WorkerProcess(this.#folder))
  }

  async forEach<Task>(
    tasks: readonly Task[],
    size: number,
    signal: AbortSignal,
    work: (task: Task, tester: Worker) => Promise<void>,
  ): Promise<void> {
    const queue = tasks.values()
    const serve = async (lane: WorkerProcess): Promise<void> => {
      for (const task of queue) {
        if (signal.aborted) return
        await work(task, lane)
      }
    }
    await Promise.all(this.#lanes.slice(0, size).map(serve))
  }

  async close(now = false): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close(now)))
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
