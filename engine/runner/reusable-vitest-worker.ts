import { type PoolOptions, type PoolRunnerInitializer, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node'

type Listener = Parameters<ThreadsPoolWorker['on']>[1]

const poolName = 'reusable-thread'

/**
 * A pool for Vitest with a worker thread that outlives a run, with the modules it has loaded and the validators it has compiled.
 * Vitest itself would start a new thread for every run. Only the modules that register tests are evaluated again.
 */
export class ReusableVitestWorker {
  readonly #suites: readonly string[]
  #worker: ReusableWorker | undefined

  /** @param suites the files that register tests when they are evaluated */
  constructor(suites: readonly string[]) {
    this.#suites = suites
  }

  /** For Vitest's option `pool`, with one worker at a time. */
  readonly pool: PoolRunnerInitializer = {
    name: poolName,
    createPoolWorker: (options) => {
      this.#worker ??= new ReusableWorker(options, this.#suites)
      return this.#worker
    },
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }
}

class ReusableWorker extends ThreadsPoolWorker {
  override readonly name = poolName
  readonly #suites: string[]
  readonly #listeners: (readonly [event: string, listener: Listener])[] = []
  #isRunning = false
  /** True after the first start request, which sets up the thread. */
  #isSetUp = false
  /** True when Vitest has asked the thread to end a run; it does not ask when it cancels one. */
  #isStopRequested = false

  constructor(options: PoolOptions, suites: readonly string[]) {
    super(options)
    this.#suites = [...suites]
  }

  override async start(): Promise<void> {
    if (this.#isRunning) return
    await super.start()
    this.#isRunning = true
  }

  /**
   * Ends a run: the thread stays and waits for the next one. A cancelled run ends with its thread, whose tests would go on and create
   * resources.
   */
  override async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners.splice(0)) super.off(event, listener)
    if (!this.#isStopRequested) await this.terminate()
    this.#isStopRequested = false
  }

  async terminate(): Promise<void> {
    if (this.#isRunning) await super.stop()
    this.#isRunning = false
    this.#isSetUp = false
  }

  override on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    super.on(event, listener)
  }

  override send(message: WorkerRequest): void {
    const type = message.__vitest_worker_request__ === true ? message.type : undefined
    if (type === 'stop') {
      this.#isStopRequested = true
      this.#respond('stopped')
    } else if (type === 'start' && this.#isSetUp) this.#respond('started')
    else super.send(message.type === 'run' ? this.#withInvalidatedSuites(message) : message)
    if (type === 'start') this.#isSetUp = true
  }

  #withInvalidatedSuites(message: Extract<WorkerRequest, { type: 'run' }>): WorkerRequest {
    return { ...message, context: { ...message.context, invalidates: this.#suites } }
  }

  /** Sends Vitest the response it waits for, in place of the thread. */
  #respond(type: 'started' | 'stopped'): void {
    const listeners = this.#listeners.filter(([event]) => event === 'message')
    for (const [, listener] of listeners) listener({ type, __vitest_worker_response__: true })
  }
}
