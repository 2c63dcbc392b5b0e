import type { TargetOptions } from '#engine/target'

/** Quotes a word for a POSIX shell where it needs quotes. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The options of a run that its cleanup needs, too. */
type ConnectionFlags = Pick<TargetOptions, 'target' | 'config' | 'tenant' | 'osCloud' | 'proxy' | 'insecure'>

/** The shell command that cleans up after a run with these options. A token is not repeated. */
export function cleanupCommandLine(runId: string, out: string, options: ConnectionFlags): string {
  const { target, config, tenant, osCloud, proxy, insecure } = options
  const values = { out, run: runId, target, config, tenant, 'os-cloud': osCloud, proxy }
  const words = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quote(value)}`],
  )
  return ['compute-conformance cleanup', ...words, ...(insecure ? ['--insecure'] : [])].join(' ')
}
