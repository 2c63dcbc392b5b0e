import type { Override } from '../fault-injection/overrides.ts'
import type { EmulatorRequest } from '../server/request.ts'
import type { EmulatorResponse } from '../server/response.ts'

/** A defect (a mutant of the emulator) that it can be started with, or that can be enabled while it runs. */
export interface Fault {
  readonly name: string
  /** The wrong behaviour in one sentence. */
  readonly description: string
  /** The id of the requirement that it breaks. */
  readonly requirement: string
  /** Other requirements that a target with this defect cannot meet either: id → why no test can tell the two apart. */
  readonly alsoFails?: Readonly<Record<string, string>>
  /** The fault type of the literature that it is an example of; see fault-taxonomy.ts. */
  readonly restType?: string
  /** The edition of the document that has what it breaks; by default the first one that has its requirement. */
  readonly edition?: '2026-05'
  /** Set when it shows only in statuses that no documented call leads to. */
  readonly inOperatorStates?: boolean
  /** Set when only the cleanup at the end of a run shows it. */
  readonly needsCleanup?: boolean
  /** Set when only a sequence of requests shows it, which explorations find; the mutation test leaves it out. */
  readonly needsSequence?: boolean
}

/** The request whose response a mutation changes. */
export interface RequestContext {
  readonly request: EmulatorRequest
  /** The parsed body; undefined when the operation did not read it. */
  readonly body: unknown
}

/** A wrong response: a change of the correct response of the operations it names (`*`: all). */
export interface Mutation {
  readonly operations: readonly string[]
  readonly change: (response: EmulatorResponse, context: RequestContext) => EmulatorResponse
}

/** A wrong response, or a wrong behaviour of a hook. */
export type Defect = Mutation | Override

/** A fault and its defects. They are created for each emulator that has the fault. */
export interface FaultDefinition<Name extends string = string> extends Fault {
  readonly name: Name
  readonly createDefects: () => readonly Defect[]
}

/** Defines a fault with one or several defects. The name keeps its literal type, so that tables of names are checked. */
export function defineFault<const Name extends string>(
  name: Name,
  requirement: string,
  description: string,
  ...defects: readonly [Defect, ...Defect[]]
): FaultDefinition<Name> {
  return { name, requirement, description, createDefects: () => defects }
}

/**
 * Defines a fault whose defects depend on earlier events. `createDefects` is called once for each emulator that has the
 * fault, so its local variables are the fault's memory. They last until the fault is disabled or the emulator is reset,
 * and are not part of a snapshot.
 */
export function defineStatefulFault<const Name extends string>(
  name: Name,
  requirement: string,
  description: string,
  createDefects: () => readonly Defect[],
): FaultDefinition<Name> {
  return { name, requirement, description, createDefects }
}

/** A fault of operations that only the later edition has, while its requirement is older. */
export const ofLaterEdition = <Definition extends FaultDefinition>(fault: Definition): Definition => ({
  ...fault,
  edition: '2026-05',
})

/**
 * Adds the requirements that a fault breaks besides its own: id → why the two cannot be told apart. For use only where
 * no smaller defect breaks the fault's own requirement.
 */
export function inseparable<Definition extends FaultDefinition>(
  fault: Definition,
  alsoFails: Readonly<Record<string, string>>,
): Definition {
  return { ...fault, alsoFails }
}
