/** The options of a command that has a target, as they stand on the command line. */
export interface RunOptions {
  readonly target?: string
  readonly config?: string
  readonly tenant?: string
  readonly token?: string
  readonly osCloud?: string
  readonly profile?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly readOnly?: boolean
  readonly maxServers?: number
  /** File of waiting budgets. */
  readonly timeouts?: string
  readonly timeoutScale?: number
  readonly insecure?: boolean
}

/** What a run brings along besides its options. */
export interface RunContext {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly runId: string
  /** Path of the resource journal. */
  readonly journal: string
  warn(line: string): void
}
