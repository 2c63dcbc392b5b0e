import { UsageError } from '#engine/errors'
import type { TargetOptions } from '../target-options.ts'

/** Variables that name a target or a cloud. */
const targetVariables = ['OS_CLOUD', 'OS_AUTH_URL', 'OS_COMPUTE_ENDPOINT_OVERRIDE', 'OS_ENDPOINT_OVERRIDE']

/** Variables that are only useful together with one of those. */
const credentialVariable = /^OS_((AUTH_)?TOKEN|USER_?NAME|USER_ID|PASSWORD|APPLICATION_CREDENTIAL_\w+)$/

const isGiven = (value: unknown): boolean => value !== undefined && value !== false && value !== ''

/** Tells whether an option or a variable names a target or a cloud; otherwise a run tests the embedded emulator. */
export const hasExplicitTarget = (
  { target, config, osCloud }: Pick<TargetOptions, 'target' | 'config' | 'osCloud'>,
  env: NodeJS.ProcessEnv,
): boolean => [target, config, osCloud, ...targetVariables.map((name) => env[name])].some(isGiven)

/**
 * Returns a setting that is useless without a target, or one that should name the target and is empty, such as a CI
 * secret that the job may not read.
 */
function partOfTarget(
  { target, config, osCloud, token, tenant, insecure, proxy }: TargetOptions,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const names = { target, config, osCloud, ...Object.fromEntries(targetVariables.map((name) => [name, env[name]])) }
  const [empty] = Object.entries(names).find(([, value]) => value === '') ?? []
  if (empty !== undefined) return `${empty} is empty`
  const credentials = Object.entries(env).filter(([name]) => credentialVariable.test(name))
  const details = [...Object.entries({ token, tenant, insecure, proxy }), ...credentials]
  const [given] = details.find(([, value]) => isGiven(value)) ?? []
  return given === undefined ? undefined : `${given} is set`
}

/**
 * Tells whether no option or variable names a target, so that the embedded emulator is tested.
 * @throws UsageError when a setting that belongs to a target is given: the emulator would pass in place of the target (decisions/0005)
 */
export function meansEmulator(options: TargetOptions, env: NodeJS.ProcessEnv): boolean {
  if (hasExplicitTarget(options, env)) return false
  const part = partOfTarget(options, env)
  if (part === undefined) return true
  throw new UsageError(`${part}, but no target is given`, {
    hint: 'Use --target, --config or --os-cloud. --embedded tests the emulator of this package.',
  })
}
