import type { EmulatorResponse } from '../server/response.ts'
import { groupFaults, imageFaults, powerFaults, resizeFaults } from './actions.ts'
import { attachmentFaults } from './attachments.ts'
import { flavorFaults, versionFaults, zoneFaults } from './catalog.ts'
import { changeFaults, creationFaults, fulfilmentFaults } from './creation.ts'
import type { Fault, FaultRow, RequestContext } from './define-fault.ts'
import { faultTypes } from './fault-taxonomy.ts'
import { generalFaults } from './general.ts'
import { keypairFaults } from './keypairs.ts'
import { listFaults } from './lists.ts'
import { operatorStateFaults } from './operator-states.ts'
import { partialFaults } from './partial.ts'
import { presenceFaults } from './presence.ts'
import { representationFaults } from './representation.ts'
import { stateFaults } from './states.ts'
import { statusFaults } from './statuses.ts'
import { validationFaults } from './validation.ts'

export type { Fault, RequestContext } from './define-fault.ts'
export { type FaultType, faultTypes } from './fault-taxonomy.ts'
export type { Listing } from './lists.ts'
export { requirementsWithoutFault } from './requirements-without-fault.ts'

const rows = [
  ...generalFaults,
  ...statusFaults,
  ...versionFaults,
  ...flavorFaults,
  ...zoneFaults,
  ...keypairFaults,
  ...listFaults,
  ...stateFaults,
  ...operatorStateFaults,
  ...presenceFaults,
  ...representationFaults,
  ...creationFaults,
  ...validationFaults,
  ...fulfilmentFaults,
  ...changeFaults,
  ...powerFaults,
  ...resizeFaults,
  ...imageFaults,
  ...groupFaults,
  ...attachmentFaults,
  ...partialFaults,
]

/** A fault that exists: asking for any other does not compile. */
export type FaultName = (typeof rows)[number]['name']

const restTypeOf = (name: string): string | undefined =>
  faultTypes.find(({ faults: examples }) => examples.some((example) => example === name))?.name

const isOfOperatorStates = (name: string): boolean => operatorStateFaults.some((row) => row.name === name)

/** Every defect that the emulator can be told to have. */
export const faults: readonly Fault[] = rows.map(({ mutation: _, ...row }: FaultRow) => {
  const restType = restTypeOf(row.name)
  return {
    ...row,
    ...(restType === undefined ? {} : { restType }),
    ...(isOfOperatorStates(row.name) ? { inOperatorStates: true } : {}),
  }
})

/** The defects of one emulator. */
export interface FaultSet {
  /** Asked at the place of the behaviour. */
  has(name: FaultName): boolean
  /** Applied to every answer; the answer itself when no defect concerns its operation. */
  mutate(operation: string, response: EmulatorResponse, asked: RequestContext): EmulatorResponse
}

/** @throws RangeError naming the fault that is not known. */
export function faultSet(names: readonly string[]): FaultSet {
  const known: readonly FaultRow[] = rows
  const chosen = names.map((name) => {
    const row = known.find((candidate) => candidate.name === name)
    if (row === undefined) throw new RangeError(`there is no fault '${name}'; emulator/faults/ has the table of them`)
    return row
  })
  const active = new Set<string>(names)
  const mutations = chosen.flatMap(({ mutation }) => mutation ?? [])
  return {
    has: (name) => active.has(name),
    mutate: (operation, response, asked) =>
      mutations
        .filter(({ operations }) => operations.includes('*') || operations.includes(operation))
        .reduce((spoiled, { change }) => change(spoiled, asked), response),
  }
}
