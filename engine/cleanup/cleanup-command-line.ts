import { type ConnectionOptions, connectionArguments, shellOptions } from '#engine/target'

/** The shell command that cleans up after a run with these options. A token is not repeated. */
export const cleanupCommandLine = (runId: string, out: string, options: ConnectionOptions): string =>
  ['compute-conformance cleanup', ...shellOptions({ out, run: runId }), ...connectionArguments(options)].join(' ')
