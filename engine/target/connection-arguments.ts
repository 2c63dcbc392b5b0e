import type { TargetOptions } from './target-options.ts'

/** Quotes a word for a POSIX shell if necessary. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The options that name a target and how to reach it. */
export type TargetAddressOptions = Pick<
  TargetOptions,
  'target' | 'config' | 'tenant' | 'osCloud' | 'proxy' | 'insecure'
>

/** Returns `--name value` for each option that has a value, quoted for a shell. */
export const shellOptions = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quote(value)}`]))

/** Returns the options as words of a shell command for the same target, without the token. */
export function connectionArguments(options: TargetAddressOptions): readonly string[] {
  const { target, config, tenant, osCloud, proxy, insecure } = options
  return [...shellOptions({ target, config, tenant, 'os-cloud': osCloud, proxy }), ...(insecure ? ['--insecure'] : [])]
}
