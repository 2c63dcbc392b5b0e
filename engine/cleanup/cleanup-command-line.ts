import { connectionArguments, shellOptions, type TargetAddressOptions } from '#engine/target'

/** Returns the shell command that cleans up after a run with these options. A token is not repeated. */
export const cleanupCommandLine = (runId: string, out: string, options: TargetAddressOptions): string =>
  ['compute-conformance cleanup', ...shellOptions({ out, run: runId }), ...connectionArguments(options)].join(' ')
