import { join } from 'node:path'

/** The default of `--out`. */
export const defaultOut = 'conformance-report'

interface RunPart {
  readonly out: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly failed?: string
  readonly shard: { readonly index: number; readonly count: number }
}

/**
 * Returns the folder for the reports of a run. A run of a part does not replace the report of a whole run in the
 * default folder: it has a separate subfolder, as each shard has. Another `--out` is used unchanged. Journals stay in
 * `out`, where `cleanup` looks.
 */
export function reportFolder({ out, only, skip, failed, shard: { index, count } }: RunPart): string {
  if (out !== defaultOut) return out
  const isPart = [only, skip, failed].some((limit) => limit !== undefined)
  return join(out, ...(count > 1 ? [`shard-${index}-of-${count}`] : []), ...(isPart ? ['part'] : []))
}

/** Returns the folder for the reports of a command that does not test the whole target: they do not replace that of a whole run either. */
export const commandFolder = (command: 'check' | 'explore' | 'proxy', out: string): string =>
  out === defaultOut ? join(out, command) : out
