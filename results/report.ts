/** The report of a run: version 2 of the public format, described in schemas/report.schema.json. */
import type { Basis, Bilingual, Exchange, Finding, Level, OperationId, RequirementId, SourceReference } from '#model'

/**
 * What is known of one requirement after a run. Only `fail` accuses the target.
 * `skipped`: the target lacks something or it was switched off. `unobserved`: no data reached it. `inconclusive`: target or
 * network kept us from judging. `error`: we broke. `unstable`: repeats disagree.
 */
export const outcomes = ['pass', 'fail', 'skipped', 'unobserved', 'inconclusive', 'error', 'unstable'] as const
export type Outcome = (typeof outcomes)[number]

export const verdicts = ['conformant', 'partial', 'nonconformant', 'inconclusive'] as const
export type Verdict = (typeof verdicts)[number]

/** A deviation that was accepted for a time, as the waivers file says. */
export interface Waived {
  readonly reason: string
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly expires: string
  readonly ticket?: string
}

export interface RequirementResult {
  readonly id: RequirementId
  /** The part of the register it stands in, such as `server-create`. */
  readonly group: string
  readonly level: Level
  readonly basis: Basis
  readonly text: Bilingual
  readonly outcome: Outcome
  /** Why it was not judged, or why the profile does not ask it. */
  readonly reason?: string
  /** True when the profile, --only or --skip left it out; it then has no say in the verdict. */
  readonly off?: boolean
  /** For a contested statement: the accepted reading that the target follows. */
  readonly variant?: string
  readonly contested?: Bilingual
  readonly operations: readonly OperationId[]
  readonly source?: SourceReference
  /** At most ten; `more` counts the rest. */
  readonly findings: readonly Finding[]
  readonly more?: number
  /** Of a failure that the baseline has too: which run that was. It then has no say in the verdict. */
  readonly known?: string
  /** Of a failure that was accepted. It then has no say in the verdict. */
  readonly waived?: Waived
}

export interface Transition {
  readonly from: string
  readonly to: string
  readonly after: string
  readonly ms: number
}

export interface Coverage {
  /** operationId → number of calls */
  readonly operations: Readonly<Record<string, number>>
  /** operationId → status → number of answers */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** documented properties: seen and all, with the ones never seen */
  readonly properties: { readonly seen: number; readonly documented: number; readonly unseen: readonly string[] }
  readonly queryParameters: Readonly<Record<string, readonly string[]>>
  /** server states that were seen */
  readonly states: readonly string[]
  /** properties the contract does not know, which the target sent */
  readonly undocumentedProperties: readonly string[]
}

export interface Resources {
  readonly created: Readonly<Record<string, number>>
  readonly peakServers: number
  readonly serverSeconds: number
  readonly leaked: readonly {
    readonly kind: string
    readonly id: string
    readonly name?: string
    readonly remove: string
  }[]
}

export interface Report {
  readonly schemaVersion: 2
  readonly verdict: Verdict
  readonly target: {
    readonly url: string
    readonly profile: string
    readonly versions: readonly string[]
    /** True for the emulator of this package, which every run starts anew on a port of its own. */
    readonly embedded?: boolean
  }
  readonly tool: { readonly version: string; readonly contract: string; readonly register: string }
  readonly runId: string
  readonly startedAt: string
  readonly durationMs: number
  readonly totals: Readonly<Record<Outcome, number>>
  readonly requirements: readonly RequirementResult[]
  readonly coverage: Coverage
  readonly transitions: readonly Transition[]
  readonly resources: Resources
  readonly requests: number
  readonly exchanges: readonly Exchange[]
  /** What went wrong on our side, or cut the run short; each one sentence. */
  readonly errors: readonly string[]
  /** What a reader should know of waivers and baseline; each one sentence. It changes neither verdict nor exit code. */
  readonly notes?: readonly string[]
}
