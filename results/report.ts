/** The report of a run: version 2 of the public format that schemas/report.schema.json describes. */
import type {
  Basis,
  Bilingual,
  Edition,
  Exchange,
  Finding,
  Level,
  ObservedTransition,
  OperationId,
  RequirementId,
  SourceReference,
} from '#model'

/**
 * The outcome of one requirement. Only `fail` counts against the target.
 *
 * - `skipped`: the target lacks something the requirement needs, or the requirement is excluded from the run
 * - `unobserved`: no response contained the data it is about
 * - `inconclusive`: a precondition was not met, or the target or the network prevented the assertion
 * - `error`: a bug in the suite
 * - `unstable`: repeats of the run disagree
 */
export const outcomes = ['pass', 'fail', 'skipped', 'unobserved', 'inconclusive', 'error', 'unstable'] as const
export type Outcome = (typeof outcomes)[number]

/** The verdicts on a target, described in `outcomes/verdict.ts`. */
export const verdicts = ['conformant', 'partial', 'nonconformant', 'inconclusive'] as const
export type Verdict = (typeof verdicts)[number]

/** The waiver that accepts a failure. */
export interface AppliedWaiver {
  readonly reason: string
  /** The last day on which the waiver applies, YYYY-MM-DD. */
  readonly expires: string
  readonly ticket?: string
}

export interface RequirementResult {
  readonly id: RequirementId
  /** The register file that contains the requirement, such as `server-create`. */
  readonly group: string
  readonly level: Level
  readonly basis: Basis
  readonly text: Bilingual
  readonly outcome: Outcome
  /** Why there is no pass or fail, or why the requirement is excluded. */
  readonly reason?: string
  /** For an inconclusive requirement: the requirement whose violation prevented the assertion. */
  readonly blockedBy?: RequirementId
  /** For an unobserved rejection: the requirement that a valid request is accepted, which decides whether the rejection counts. */
  readonly counterpart?: RequirementId
  /** True when the profile, --only or --skip excludes the requirement. It then does not affect the verdict. */
  readonly off?: boolean
  /** For a contested statement: the accepted interpretation that the target follows. */
  readonly variant?: string
  /** For a contested statement: the interpretations and why they are accepted. */
  readonly contested?: Bilingual
  readonly operations: readonly OperationId[]
  readonly source?: SourceReference
  /** At most ten; `more` counts the others. */
  readonly findings: readonly Finding[]
  readonly more?: number
  /** The time of the tests that verify it, in milliseconds; a test that verifies several gives each its share. Absent if there is none. */
  readonly ms?: number
  /** For a failure that the baseline contains too: the run of the baseline. It then does not affect the verdict. */
  readonly known?: string
  /** For a failure that a waiver accepts. It then does not affect the verdict. */
  readonly waived?: AppliedWaiver
}

export type ReportedTransition = Pick<ObservedTransition, 'from' | 'to' | 'after' | 'ms'>

export interface Coverage {
  /** operationId → number of calls */
  readonly operations: Readonly<Record<string, number>>
  /** operationId → status → number of responses */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Documented properties: the number observed, the number documented, and those not observed. */
  readonly properties: { readonly seen: number; readonly documented: number; readonly unseen: readonly string[] }
  /** operationId → names of the query parameters sent */
  readonly queryParameters: Readonly<Record<string, readonly string[]>>
  /** Server statuses observed. */
  readonly states: readonly string[]
  /** Properties of responses that the OpenAPI description does not contain. */
  readonly undocumentedProperties: readonly string[]
  /** Documented values of enumerations that no response contained, as `operation pointer value`. */
  readonly values?: { readonly unseen: readonly string[] }
  /** The properties that the OpenAPI description documents, by operation; operations with none of a kind are left out. */
  readonly documented?: {
    readonly properties: Readonly<Record<string, number>>
    /** As `pointer value`. */
    readonly values: Readonly<Record<string, readonly string[]>>
    readonly queryParameters: Readonly<Record<string, readonly string[]>>
  }
}

/** A test with the exchanges that it made, by index. */
export interface ReportedTest {
  readonly title: string
  /** The requirements that the test verifies. Absent in reports of earlier versions, and in those of other traffic. */
  readonly requirements?: readonly string[]
  readonly exchanges: readonly number[]
}

export interface Resources {
  /** Kind in the plural, such as `servers` → number created */
  readonly created: Readonly<Record<string, number>>
  /** The largest number of servers that existed at the same time. */
  readonly peakServers: number
  /** The sum of the lifetimes of all servers, in seconds. */
  readonly serverSeconds: number
  readonly leaked: readonly {
    readonly kind: string
    readonly id: string
    readonly name?: string
    /** A shell command that deletes the resource. */
    readonly remove: string
  }[]
}

/** Why requirements are inconclusive, with all that it prevents. */
export interface Cause {
  /** The requirement that the target violates, when the cause is one. */
  readonly requirement?: RequirementId
  readonly reason: string
  /** The requirements that are inconclusive because of it. */
  readonly blocks: readonly RequirementId[]
}

export interface Report {
  readonly schemaVersion: 2
  readonly verdict: Verdict
  readonly target: {
    /** The root with its version, below which all operations of the document are, except `GET /`. */
    readonly url: string
    readonly profile: string
    /** The edition of the document. Absent in reports of versions that knew one only. */
    readonly edition?: Edition
    /** Versions that the root of the target lists, such as `v2.0`. */
    readonly versions: readonly string[]
    /** True for the emulator of this package, which every run starts on a free port. */
    readonly embedded?: boolean
    /** The options of the command line that name the target, without a token: `--config target.yaml`. */
    readonly options?: string
  }
  /** The parts of the suites that the report covers, of `count`, counted from 1. Absent when it covers all of them. */
  readonly shards?: { readonly count: number; readonly indexes: readonly number[] }
  /** The patterns of `--only` and `--skip`. Absent when neither limited the run. */
  readonly selection?: { readonly only?: readonly string[]; readonly skip?: readonly string[] }
  /** The version of this package, and the SHA-256 hashes of the OpenAPI description and of the requirement register. */
  readonly tool: { readonly version: string; readonly contract: string; readonly register: string }
  readonly runId: string
  readonly startedAt: string
  readonly durationMs: number
  /**
   * The longest chain of status transitions that depend on one another, which a run cannot be shorter than. Absent where no transition
   * was observed, and in reports of earlier versions.
   */
  readonly criticalPathMs?: number
  readonly totals: Readonly<Record<Outcome, number>>
  readonly requirements: readonly RequirementResult[]
  /** Why requirements are inconclusive: the cause that prevents most first. */
  readonly causes: readonly Cause[]
  readonly coverage: Coverage
  readonly transitions: readonly ReportedTransition[]
  readonly resources: Resources
  /** Number of requests sent. */
  readonly requests: number
  readonly exchanges: readonly Exchange[]
  /** The tests that made the exchanges. Absent in reports of earlier versions. */
  readonly tests?: readonly ReportedTest[]
  /** Errors of the suite and events that ended the run early, one sentence each. */
  readonly errors: readonly string[]
  /**
   * Deviations that the run adapted to, and remarks on waivers and the baseline; one sentence each. They affect neither the verdict nor the
   * exit code.
   */
  readonly notes?: readonly string[]
}
