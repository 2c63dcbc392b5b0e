import { CommanderError } from 'commander'
import type { SuiteRunner } from '#engine/runner'
import { createProgram } from './program.ts'

/** Tells whether commander has ended without an error: `--help` and `--version` end with one, too. */
const isSuccess = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0

/** Whether some output could not be written, for example to a full disk. A reader that closed the pipe does not count. */
let isOutputLost = false

/**
 * Ignores an output stream that breaks: a reader that ends early (`| head`) closes the pipe (EPIPE), a terminal can be
 * closed (EIO), and a disk can be full (ENOSPC). The command goes on without them, so that a run deletes what it has
 * created.
 */
function ignoreStreamError({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || code === 'EIO') return
  isOutputLost = true
  // The error may come after the command has ended.
  process.exitCode ||= 3
}

/**
 * Runs a command line and sets the exit code; after the command, since Vitest sets it too. It is 3 in place of 0 when output was lost.
 * @param suites runs the suites of `run`, and is left open: for a process with several command lines
 */
export async function main(argv: readonly string[], suites?: SuiteRunner): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(ignoreStreamError)) stream.on('error', ignoreStreamError)
  let code = 0
  try {
    const program = createProgram((result) => {
      code = result
    }, suites)
    await program.parseAsync([...argv])
  } catch (error) {
    if (!isSuccess(error)) code = (await import('./report-error.ts')).reportError(error)
  }
  process.exitCode = code === 0 && isOutputLost ? 3 : code
}
