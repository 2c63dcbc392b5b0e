import pLimit, { type LimitFunction } from 'p-limit'
import type { TargetSettings } from '#model'
import { RunOracle } from './client/run-oracle.ts'
import { UnansweredRequests } from './client/unanswered-requests.ts'
import { type MonotonicClock, monotonicClock } from './clock.ts'
import { CountingClock } from './counting-clock.ts'
import { RequestError } from './errors.ts'
import { CreateShape } from './fixtures/create-shape.ts'
import { ServerCapacity } from './fixtures/server-capacity.ts'
import { ServerPool } from './fixtures/server-pool.ts'
import { StallDetection } from './fixtures/stall-detection.ts'
import { VolumeLock } from './fixtures/volume-lock.ts'
import { JournalWriter } from './journal/journal-writer.ts'
import { OutdatedReads } from './oracle/outdated-reads.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { EarlierResources } from './resources/earlier-resources.ts'
import { OwnKeypairs } from './resources/own-keypairs.ts'
import { OwnServers } from './resources/own-servers.ts'
import { ServerVolumes } from './resources/server-volumes.ts'
import { TaintedResources } from './resources/tainted-resources.ts'
import { TargetTraits } from './target-traits.ts'
import { TestGroup } from './test-group.ts'
import { CircuitBreaker } from './transport/circuit-breaker.ts'
import { describeRequest, type RawRequest, type RawResponse, type SendRequest } from './transport/http-message.ts'
import { withTokenRefresh } from './transport/token-refresh.ts'
import { createTransport, type Transport } from './transport/transport.ts'
import { Pace } from './waiting/pace.ts'
import { WaitProgress } from './waiting/wait-progress.ts'
import { WorkerChannel } from './worker-channel.ts'

/** The maximum number of concurrent requests: enough for a quick run, few enough for a production endpoint. */
const maxRequests = 8
/** The maximum number of concurrent polls of servers, in addition: if they waited for other requests, they would miss short-lived statuses. */
const maxPolls = 4

/** The longest pause between two requests of a test, whatever the target requests, in milliseconds. */
const maxPauseMs = 60_000

/**
 * Milliseconds after a change from which every response is expected to show it: with the longer timeout `propagation` there would be
 * little left to compare in a run of a minute.
 */
const maxOracleGraceMs = 5_000

/** The state that the tests of one run share: connections, journal, leased servers, and the numbering of exchanges and names. */
export class RunContext {
  readonly settings: TargetSettings
  readonly clock: MonotonicClock
  readonly redactor: Redactor
  readonly journal: JournalWriter
  readonly pool: ServerPool
  readonly volumeLock: VolumeLock
  readonly pace: Pace
  readonly unanswered: UnansweredRequests
  readonly capacity: ServerCapacity
  readonly earlier = new EarlierResources()
  readonly ownServers: OwnServers
  readonly ownKeypairs = new OwnKeypairs()
  readonly createShape = new CreateShape()
  readonly tainted = new TaintedResources()
  readonly serverVolumes = new ServerVolumes()
  readonly oracle: RunOracle
  readonly outdatedReads: OutdatedReads
  readonly mainTests = new TestGroup()
  readonly probes = new TestGroup()
  readonly traits = new TargetTraits()
  /** Kinds of requests that the target rejects as busy (409) even after all retries. */
  readonly busyKinds = new Set<string>()
  /** The waits in progress, for the status line. */
  readonly waits = new WaitProgress((text) => this.#channel.sendProgress(this.redactor.redact(text)))
  /** Origins that a token may be sent to: those of the target and of its companion services. */
  readonly origins: ReadonlySet<string>
  readonly #channel: WorkerChannel
  readonly #transport: Transport
  readonly #send: SendRequest
  readonly #circuitBreaker: CircuitBreaker
  readonly #stallDetection: StallDetection
  readonly #requestLimit: LimitFunction = pLimit(maxRequests)
  readonly #pollLimit: LimitFunction = pLimit(maxPolls)
  #exchangeCount = 0
  #nameCount = 0
  #end: () => void = () => undefined
  /** Resolves when the run has ended, early or not: no more requests are sent, so waits of tests cannot succeed any more. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve
  })

  constructor(settings: TargetSettings, time: MonotonicClock = monotonicClock) {
    const clock = new CountingClock(time)
    this.settings = settings
    this.clock = clock
    this.origins = originsOf(settings)
    this.#channel = new WorkerChannel(settings.runId, clock)
    this.redactor = createRedactor(secretsOf(settings), publicValuesOf(settings, this.origins), (secret) =>
      this.#channel.sendSecret(secret),
    )
    this.journal = new JournalWriter(settings.journal, settings.inProcess !== true)
    this.capacity = new ServerCapacity(settings.maxServers)
    const stallMs = 2 * settings.timeouts.request + maxPauseMs
    this.#stallDetection = new StallDetection(stallMs, time, () => clock.sleeping > 0)
    this.pool = new ServerPool(this.capacity, this.#stallDetection)
    this.volumeLock = new VolumeLock(this.#stallDetection)
    this.ownServers = new OwnServers(settings.runId, this.earlier)
    this.pace = new Pace(settings.timeouts)
    this.unanswered = new UnansweredRequests(clock)
    const { propagation } = settings.timeouts
    this.oracle = new RunOracle(Math.min(propagation, maxOracleGraceMs), propagation)
    this.outdatedReads = new OutdatedReads(propagation)
    this.#circuitBreaker = new CircuitBreaker(clock)
    this.#transport = createTransport(settings, settings.timeouts.request, clock, {
      // Its versions were read before the run.
      respondedUrls: [settings.url],
      onRateLimit: () =>
        this.traits.addNote('The target limits the rate of requests; the run spaces them and therefore takes longer.'),
      onPassingResponse: () =>
        this.traits.addNote(
          'Some requests got a response that a gateway may have sent in place of the target, and a different one when sent again.',
        ),
    })
    this.#send = withTokenRefresh(
      this.#transport.send,
      settings,
      async (holder) => {
        if (!settings.refreshableTokens?.includes(holder)) throw new Error('there are no credentials to sign in with')
        return this.#channel.requestToken(holder)
      },
      (token) => this.redactor.add(token),
    )
  }

  /** Waits for the pool and closes connections, journal and channel. No requests can be sent afterwards. */
  async close(): Promise<void> {
    await this.pool.idle()
    this.#end()
    this.journal.recordPace(this.pace.cleanupTimeouts)
    this.journal.close()
    this.#channel.close()
    await this.#transport.close()
  }

  /** Returns the next `Exchange.index`. */
  nextExchangeIndex(): number {
    return ++this.#exchangeCount
  }

  /** Returns a name that no other resource has, with the prefix by which cleanup finds the resources of the run. */
  uniqueName(label: string): string {
    return `conformance-${this.settings.runId}-${label}-${++this.#nameCount}`
  }

  /**
   * Sends a request when fewer than the limit are pending. `isPoll`: the request polls a server that is changing.
   * @throws RequestError when there is no usable response, or the run has ended early
   */
  send = (request: RawRequest, signal?: AbortSignal, isPoll = false): Promise<RawResponse> => {
    const limit = isPoll ? this.#pollLimit : this.#requestLimit
    return limit(async () => {
      const { openReason } = this.#circuitBreaker
      if (openReason !== undefined) {
        this.#end()
        throw new RequestError(describeRequest(request), 'unreachable', openReason)
      }
      this.#stallDetection.beginRequest()
      const sentAt = this.clock.now()
      try {
        const response = await this.#send(request, signal)
        this.#circuitBreaker.recordSuccess()
        return response
      } catch (error) {
        this.#circuitBreaker.recordFailure(error, sentAt)
        throw error
      } finally {
        this.#stallDetection.endRequest()
      }
    })
  }

  /** Why the run ended early; undefined when it did not. */
  get fatalError(): string | undefined {
    const { openReason } = this.#circuitBreaker
    return openReason === undefined ? undefined : this.redactor.redact(`The run ended early: ${openReason}.`)
  }
}

const originsOf = ({ url, computeUrl, services }: TargetSettings): ReadonlySet<string> =>
  new Set(
    [url, computeUrl, ...Object.values(services)].flatMap((base) => (base === undefined ? [] : new URL(base).origin)),
  )

const secretsOf = ({ token, other, secrets = [] }: TargetSettings): readonly (string | undefined)[] => [
  token,
  other?.token,
  ...secrets,
]

/** Values of the settings that are never redacted in reports, even if a response marks them as secret. */
const publicValuesOf = (
  { url, tenant, other, resources }: TargetSettings,
  origins: ReadonlySet<string>,
): readonly (string | undefined)[] => [url, tenant, other?.tenant, ...origins, ...Object.values(resources).map(String)]

declare global {
  /** Run id → context. Vitest loads modules again for each test file, so state that a run shares cannot be a module variable. */
  var conformanceRuns: Map<string, RunContext> | undefined
}

/** Returns the context of a run, created at its first use. */
export function runContextFor(settings: TargetSettings): RunContext {
  globalThis.conformanceRuns ??= new Map()
  const existing = globalThis.conformanceRuns.get(settings.runId)
  if (existing) return existing
  const run = new RunContext(settings)
  globalThis.conformanceRuns.set(settings.runId, run)
  return run
}

/** Closes the context of a run. A thread that runs the suites several times keeps nothing of the earlier runs. */
export async function endRun({ runId }: TargetSettings): Promise<void> {
  const run = globalThis.conformanceRuns?.get(runId)
  globalThis.conformanceRuns?.delete(runId)
  await run?.close()
}
