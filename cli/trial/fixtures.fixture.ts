import type { RequirementId } from '#contract'
import type { Fault } from '#emulator'
import type { Attempt } from './attempt.ts'

export const own: RequirementId = 'servers.update.renames'
export const other: RequirementId = 'servers.delete.removes'
export const third: RequirementId = 'servers.show.answers'

export const faultNamed = (name: string, also?: Fault['also']): Fault => ({
  name,
  sentence: 'Something is wrong.',
  requirement: own,
  ...(also ? { also } : {}),
})

/** An attempt in which these requirements fail. */
export const failing = (...failed: readonly RequirementId[]): Attempt => ({
  failures: failed.map((requirement) => ({ requirement, finding: `${requirement} is broken` })),
  blind: [],
  troubles: [],
  requests: 800,
  ms: 1500,
})
