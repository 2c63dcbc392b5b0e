import { type PoolOptions, type PoolRunnerInitializer, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node'

type Listener = Parameters<ThreadsPoolWorker['on']>[1]

/**
 * Vitest's own worker thread, but it stays when a run ends, with all modules it has loaded and validators it has compiled; Vitest
 * would start a new one for every run. Only the modules that register tests are evaluated anew.
 */
export class ReusableThreadPool {
  readonly #suites: readonly string[]
  #worker: Persistent | undefined

  /** `suites` are the files whose evaluation registers tests. */
  constructor(suites: readonly string[]) {
    this.#suites = suites
  }

  /** For Vitest's option `pool`, with one worker at a time. */
  readonly pool: PoolRunnerInitializer = {
    name: 'kept-thread',
    createPoolWorker: (options) => {
      this.#worker ??= new Persistent(options, this.#suites)
      return this.#worker
    },
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }
}

class Persistent extends ThreadsPoolWorker {
  override readonly name = 'kept-thread'
  readonly #suites: string[]
  readonly #listeners: (readonly [event: string, listener: Listener])[] = []
  #isRunning = false
  /** The first start request reaches the thread; it is set up from then on. */
  #isSetUp = false

  constructor(options: PoolOptions, suites: readonly string[]) {
    super(options)
    this.#suites = [...suites]
  }

  override async start(): Promise<void> {
    if (this.#isRunning) return
    await super.start()
    this.#isRunning = true
  }

  /** The end of a run: nobody listens any more, and the thread waits for the next one. */
  override async stop(): Promise<void> {
    for (const [event, listener] of this.#listeners.splice(0)) super.off(event, listener)
  }

  async terminate(): Promise<void> {
    if (this.#isRunning) await super.stop()
    this.#isRunning = false
  }

  override on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener])
    super.on(event, listener)
  }

  override send(message: WorkerRequest): void {
    const type = message.__vitest_worker_request__ === true ? message.type : undefined
    if (type === 'stop') this.#answer('stopped')
    else if (type === 'start' && this.#isSetUp) this.#answer('started')
    else super.send(message.type === 'run' ? this.#anew(message) : message)
    if (type === 'start') this.#isSetUp = true
  }

  /** Modules that registered tests before have to do it again. */
  #anew(message: Extract<WorkerRequest, { type: 'run' }>): WorkerRequest {
    return { ...message, context: { ...message.context, invalidates: this.#suites } }
  }

  /** Says in the thread's place what Vitest waits for. */
  #answer(type: 'started' | 'stopped'): void {
    const listeners = this.#listeners.filter(([event]) => event === 'message')
    for (const [, listener] of listeners) listener({ type, __vitest_worker_response__: true })
  }
}
