import { isRequirementId } from '#contract'
import type { EmulatorOptions } from '#emulator'
import { UsageError } from '#engine/errors'
import type { Shard } from '#engine/runner'
import { type FailedRequirements, meansEmulator, profileIn, type TargetOptions } from '#engine/target'
import { editionOf, type Outcome, type Report, type RequirementResult } from '#results'
import { readReport } from '../files/report-file.ts'
import type { ReportFlags, SelectionFlags, TargetFlags } from '../options.ts'

export interface RunFlags extends TargetFlags, SelectionFlags, ReportFlags {
  readonly embedded?: boolean
  /** An earlier report.json. */
  readonly failed?: string
  readonly plan?: boolean
  readonly watch?: boolean
  readonly quiet?: boolean
  readonly shard: Shard
  readonly repeat: number
}

const notPassed: readonly Outcome[] = ['fail', 'inconclusive', 'error', 'unstable', 'unobserved']

/** Throws a UsageError for an option that names another target than the embedded emulator. */
function rejectOtherTarget({ target, config, tenant, token, osCloud }: TargetFlags): void {
  const others = { target, config, tenant, token, 'os-cloud': osCloud }
  const [name] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
  if (name !== undefined)
    throw new UsageError(`--embedded and --${name} cannot be combined: the embedded emulator is the target`)
}

/** Tells whether to test the embedded emulator: when requested, or when nothing names a target. Throws as `meansEmulator` does. */
export function isEmbedded(flags: TargetFlags & Pick<RunFlags, 'embedded'>): boolean {
  if (!flags.embedded) return meansEmulator(flags, process.env)
  rejectOtherTarget(flags)
  return true
}

/** Returns the emulator options for a run: its edition and, for profile nova, an SSH key in the form that stock Nova accepts. */
export function emulatorFor({
  profile = 'toast',
  edition,
}: Pick<RunFlags, 'profile' | 'edition'>): Pick<EmulatorOptions, 'edition' | 'interpretations'> {
  const interpretations = profile === 'nova' ? ['personality-contents'] : []
  return { edition: profileIn(profile, edition).edition, interpretations }
}

/**
 * Returns the requirements that did not pass in a report: failed, undecided, unstable, or unobserved.
 *
 * @param file where the report is, for messages
 */
export function failedRequirements({ target, requirements, runId }: Report, file = `run ${runId}`): FailedRequirements {
  const hasNotPassed = ({ outcome, off }: RequirementResult) => !off && notPassed.includes(outcome)
  const ids = requirements.filter(hasNotPassed).map(({ id }) => id)
  return { file, profile: target.profile, edition: editionOf(target), ids: ids.filter(isRequirementId) }
}

/** Returns the options for the engine, without those about reports. Reads the report of --failed. */
export function targetOptions(flags: RunFlags): TargetOptions {
  const {
    report,
    out,
    failOn,
    github,
    history,
    strict,
    baseline,
    waivers,
    lang,
    embedded,
    plan,
    watch,
    quiet,
    shard,
    repeat,
    ...others
  } = flags
  const { failed, ...options } = others
  return failed === undefined ? options : { ...options, failed: failedRequirements(readReport(failed), failed) }
}
