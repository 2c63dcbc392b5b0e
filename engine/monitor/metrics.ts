import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Report, Verdict } from '#results'

/** The result of a run: its verdict, or `untested` if the target could not be tested. */
export type MonitorOutcome = Verdict | 'untested'

const prefix = 'compute_conformance'

/** In seconds: from an emulator to a cloud that resizes for ten minutes. */
const transitionBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600]

/** The metrics of a monitor, in the text format of Prometheus. Counters begin at zero in each process. */
export class MonitorMetrics {
  readonly #registry = new Registry()
  readonly #requirement = this.#gauge(
    'requirement',
    'Outcome of each requirement in the latest run: 1 for the one it has.',
    ['requirement', 'level', 'outcome'],
  )
  readonly #transitions = new Histogram({
    name: `${prefix}_transition_seconds`,
    help: 'Time from the request to the status, in seconds.',
    labelNames: ['from', 'to', 'after'],
    buckets: transitionBuckets,
    registers: [this.#registry],
  })
  readonly #runs = new Counter({
    name: `${prefix}_runs_total`,
    help: 'Runs by their verdict; untested: the target could not be tested.',
    labelNames: ['verdict'],
    registers: [this.#registry],
  })
  readonly #skipped = new Counter({
    name: `${prefix}_skipped_runs_total`,
    help: 'Runs that were skipped because another one was in progress.',
    registers: [this.#registry],
  })
  readonly #duration = this.#gauge('run_duration_seconds', 'Duration of the latest run.')
  readonly #start = this.#gauge(
    'run_start_timestamp_seconds',
    'When the latest complete run began, in seconds since 1970.',
  )
  readonly #isConformant = this.#gauge('conformant', 'Whether no requirement failed in the latest run.')
  readonly #leaked = this.#gauge('leaked_resources', 'Resources that the latest run could not delete, by kind.', [
    'kind',
  ])
  readonly #requests = this.#gauge('requests', 'Requests that the latest run sent.')

  get contentType(): string {
    return this.#registry.contentType
  }

  #gauge(name: string, help: string, labelNames: readonly string[] = []): Gauge {
    return new Gauge({ name: `${prefix}_${name}`, help, labelNames: [...labelNames], registers: [this.#registry] })
  }

  count(outcome: MonitorOutcome): void {
    this.#runs.inc({ verdict: outcome })
  }

  countSkipped(runs: number): void {
    this.#skipped.inc(runs)
  }

  /** Shows the state that a complete run found. */
  show(report: Report): void {
    const { requirements, durationMs, startedAt, verdict, resources, requests } = report
    this.#requirement.reset()
    for (const { id, level, outcome, off } of requirements)
      if (off !== true) this.#requirement.set({ requirement: id, level, outcome }, 1)
    this.#duration.set(durationMs / 1_000)
    this.#start.set(Date.parse(startedAt) / 1_000)
    this.#isConformant.set(verdict === 'nonconformant' ? 0 : 1)
    this.#requests.set(requests)
    this.#leaked.reset()
    for (const kind of new Set(['servers', ...resources.leaked.map((one) => one.kind)]))
      this.#leaked.set({ kind }, resources.leaked.filter((one) => one.kind === kind).length)
  }

  /** Adds the times of a run to the histogram. */
  addTransitions({ transitions }: Report): void {
    for (const { from, to, after, ms } of transitions) this.#transitions.observe({ from, to, after }, ms / 1_000)
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
