import type { TargetOptions } from './target-options.ts'

/** Quotes a word for a POSIX shell where it needs quotes. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The options that name a target and how to reach it. */
export type TargetAddressOptions = Pick<
  TargetOptions,
  'target' | 'config' | 'tenant' | 'osCloud' | 'proxy' | 'insecure'
>

/** `--name value` for a shell, without the options that have no value. */
export const shellOptions = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quote(value)}`]))

/** The options as words of a shell command that is about the same target. A token is not repeated. */
export function connectionArguments(options: TargetAddressOptions): readonly string[] {
  const { target, config, tenant, osCloud, proxy, insecure } = options
  return [...shellOptions({ target, config, tenant, 'os-cloud': osCloud, proxy }), ...(insecure ? ['--insecure'] : [])]
}
