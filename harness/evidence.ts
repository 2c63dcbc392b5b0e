/**
 * What leaves the worker. Plain JSON only: it crosses a thread boundary, is merged across shards and is written to disk.
 * Secrets and over-long bodies have been taken out before anything gets here.
 */
import 'vitest' // without this import the augmentation below does not merge
import type { OperationId, RequirementId } from '#contract'
import type { TargetSettings } from './target.ts'

/** Why a call was made: to arrange, to act, to watch a server change, or to clear up. */
export type Phase = 'given' | 'act' | 'wait' | 'cleanup'

/** One request and its answer. Bodies are text, capped; `index` is unique within a run. */
export interface Exchange {
  readonly index: number
  /** The documented operation, or absent for companion services and undocumented paths. */
  readonly operation?: OperationId
  readonly phase: Phase
  readonly method: string
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody?: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** True when a body was longer than is kept. */
  readonly cut?: boolean
  /** Milliseconds since the epoch at which the request was sent. */
  readonly startedAt: number
  readonly ms: number
}

/** One departure from a statement, told so that an emulator's author can act on it. */
export interface Finding {
  /** What happened, in one sentence. */
  readonly message: string
  /** Where: `status`, `headers/<name>`, or a JSON pointer into the answer such as `body/server/status`. */
  readonly at: string
  readonly expected: string
  readonly actual: string
  /** What the test was doing. */
  readonly step?: string
  /** Index of the exchange that shows it. */
  readonly exchange?: number
  /** A shell line that makes the same call again; the token is `$OS_TOKEN`. */
  readonly curl?: string
}

/** One requirement judged once. `variant` names the accepted reading of a contested statement that the target follows. */
export interface Judgement {
  readonly requirement: RequirementId
  readonly by: 'suite' | 'contract'
  readonly finding?: Finding
  readonly variant?: string
}

/** A change of a server's status that polling saw. `after` is what had been asked; `ms` the time since it was asked. */
export interface Transition {
  readonly server: string
  readonly from: string
  readonly to: string
  readonly after: string
  readonly ms: number
  readonly taskState?: string | null
}

/** What one test leaves behind. Assigned first and filled as the test goes, so that a timeout loses nothing. */
export interface Evidence {
  readonly judgements: Judgement[]
  /** Requirements whose schema node data reached and fulfilled during this test. */
  readonly observed: RequirementId[]
  readonly exchanges: Exchange[]
  readonly steps: string[]
  readonly transitions: Transition[]
  /** Properties the target sent that the contract does not know: `showServer body/server/locked`. */
  readonly extras: string[]
  /** Documented properties seen, as `operation pointer`; for coverage. */
  readonly properties: string[]
  /** Faults that the emulator was told to show and that answers named: from the first of them on the test acquits nobody. */
  readonly injected: string[]
  /** What cut the whole run short, one sentence each. */
  readonly troubles?: string[]
}

declare module 'vitest' {
  interface TaskMeta {
    requirements?: readonly RequirementId[]
    evidence?: Evidence
  }
  interface ProvidedContext {
    target: TargetSettings
    /** Which part of the suites runs: `{ index: 1, count: 1 }` is all of it. */
    shard: { readonly index: number; readonly count: number }
  }
}
