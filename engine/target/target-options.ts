import type { Environment } from '#engine/input'
import type { FailedRequirements } from './selection.ts'

/** The options that choose and describe a target, as given on the command line. */
export interface TargetOptions {
  readonly target?: string
  readonly config?: string
  readonly tenant?: string
  readonly token?: string
  readonly osCloud?: string
  readonly profile?: string
  /** The edition of the document; default the first of the profile. */
  readonly edition?: string
  readonly only?: readonly string[]
  /** The requirements that did not pass in an earlier report; only these are tested. */
  readonly failed?: FailedRequirements
  readonly skip?: readonly string[]
  readonly readOnly?: boolean
  readonly maxServers?: number
  /** Whether to send invalid requests that would cost money if the target accepted them. */
  readonly allowCostly?: boolean
  /** File of timeouts. */
  readonly timeouts?: string
  readonly timeoutScale?: number
  readonly insecure?: boolean
  /** The HTTP proxy for every request, including those to this machine. */
  readonly proxy?: string
}

/** The environment in which a target is resolved. */
export interface ResolveContext extends Environment {
  readonly runId: string
  /** Path of the resource journal. */
  readonly journal: string
  warn(line: string): void
}
