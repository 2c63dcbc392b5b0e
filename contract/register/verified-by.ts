import { packageText } from '../package-text.ts'

let verifiedBy: Readonly<Record<string, readonly string[]>> | undefined

/**
 * Returns the suite files that verify a requirement, relative to `suites/`; empty when there are none. The build collects them from what
 * the suites register with `verifies(…)`, so a suite that is taken away takes its requirements with it.
 */
export function suitesVerifying(id: string): readonly string[] {
  verifiedBy ??= JSON.parse(packageText('generated/verified-by.json'))
  return verifiedBy?.[id] ?? []
}
