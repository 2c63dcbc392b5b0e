import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The command of `--on-change`, with its environment and input. */
export interface ChangeCommand {
  /** A line for the shell. */
  readonly command: string
  /** Environment variables besides those of this process. */
  readonly variables: Readonly<Record<string, string>>
  /** The standard input of the command. */
  readonly input: string
  readonly timeoutMs: number
}

/**
 * Runs a command in a shell; its output goes to standard error. Resolves to undefined if it exits with 0, otherwise to a description of the
 * failure.
 */
export async function runChangeCommand(change: ChangeCommand): Promise<string | undefined> {
  const { command, variables, input, timeoutMs } = change
  const child = spawn(command, {
    shell: true,
    env: { ...process.env, ...variables },
    stdio: ['pipe', process.stderr, process.stderr],
    timeout: timeoutMs,
  })
  // A command that reads nothing closes the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  try {
    const [code, signal] = await once(child, 'close')
    if (code === 0) return undefined
    return code === null ? `was stopped by ${signal}` : `ended with exit code ${code}`
  } catch (error) {
    return `could not be started: ${error instanceof Error ? error.message : String(error)}`
  }
}
