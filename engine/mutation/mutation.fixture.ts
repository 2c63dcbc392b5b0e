import type { Fault } from '#emulator'
import type { RequirementId } from '#model'
import type { MutantRun } from './mutant-run.ts'

export const own: RequirementId = 'servers.update.renames'
export const other: RequirementId = 'servers.delete.removes'
export const third: RequirementId = 'servers.show.answers'

export const faultNamed = (name: string, alsoFails?: Fault['alsoFails']): Fault => ({
  name,
  description: 'Something is wrong.',
  requirement: own,
  ...(alsoFails ? { alsoFails } : {}),
})

/** Returns a run in which these requirements fail and all others pass. */
export const failing = (...failed: readonly RequirementId[]): MutantRun => ({
  failures: failed.map((requirement) => ({ requirement, finding: `${requirement} is broken` })),
  masked: [],
  errors: [],
  requests: 800,
  ms: 1500,
})
