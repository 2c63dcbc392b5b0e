import type { TargetOptions } from '../target/index.ts'

const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The line that clears up after a run. It signs in as the run did; a token is not repeated. */
export function cleanupCommandLine(runId: string, out: string, options: TargetOptions): string {
  const { target, config, tenant, osCloud, insecure } = options
  const named = { out, run: runId, target, config, tenant, 'os-cloud': osCloud }
  const words = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quote(value)}`],
  )
  return ['compute-conformance cleanup', ...words, ...(insecure ? ['--insecure'] : [])].join(' ')
}
