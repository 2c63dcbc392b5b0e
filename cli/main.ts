import { CommanderError } from 'commander'
import type { SuiteRunner } from '#engine/runner'
import { createProgram } from './program.ts'

/** `--help` and `--version` end with an error, too. */
const isSuccess = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0

/**
 * A reader that ends early (`| head`) closes the pipe (EPIPE), and a terminal can be closed (EIO). The command goes on without them, so
 * that a run deletes what it has created; any other error of the stream is thrown.
 */
function ignoreClosedStream(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
}

/**
 * Runs a command line and sets the exit code; after the command, since Vitest sets it too.
 * @param suites runs the suites of `run`, and is left open: for a process with several command lines
 */
export async function main(argv: readonly string[], suites?: SuiteRunner): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(ignoreClosedStream)) stream.on('error', ignoreClosedStream)
  let code = 0
  try {
    const program = createProgram((result) => {
      code = result
    }, suites)
    await program.parseAsync([...argv])
  } catch (error) {
    if (!isSuccess(error)) code = (await import('./report-error.ts')).reportError(error)
  }
  process.exitCode = code
}
