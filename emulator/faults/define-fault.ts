import type { EmulatorRequest } from '../server/request.ts'
import type { EmulatorResponse } from '../server/response.ts'

/** A defect that the emulator can be told to have. */
export interface Fault {
  readonly name: string
  /** What is then wrong, in one description. */
  readonly description: string
  /** The id of the requirement that it breaks. */
  readonly requirement: string
  /** Other requirements that a target with this defect breaks of necessity: id → why the two cannot be told apart. */
  readonly alsoFails?: Readonly<Record<string, string>>
  /** Which of the ten REST fault types of the literature it is an example of. */
  readonly restType?: string
  /** It shows only in states to which no documented call leads. */
  readonly inOperatorStates?: boolean
}

/** What a mutation may know of the request that it spoils the answer to. */
export interface RequestContext {
  readonly request: EmulatorRequest
  /** The parsed body; undefined as long as none has been read. */
  readonly body: unknown
}

/** A defect in the form of an answer: applied to the healthy answer of the operations it names (`*`: all). */
export interface Mutation {
  readonly operations: readonly string[]
  readonly change: (response: EmulatorResponse, asked: RequestContext) => EmulatorResponse
}

/**
 * A row of the fault table. One with a mutation is complete in itself; one without is asked for by name at the place
 * of the behaviour.
 */
export interface FaultRow<Name extends string = string> extends Fault {
  readonly name: Name
  readonly mutation?: Mutation
}

/** One row of the table; the name keeps its literal type, so that asking for an unknown fault does not compile. */
export function defineFault<const Name extends string>(
  name: Name,
  requirement: string,
  description: string,
  mutation?: Mutation,
): FaultRow<Name> {
  return { name, description, requirement, ...(mutation === undefined ? {} : { mutation }) }
}

/** A row whose defect cannot but break other requirements too: id → why. To be used where nothing smaller breaks its own. */
export function inseparable<Row extends FaultRow>(one: Row, alsoFails: Readonly<Record<string, string>>): Row {
  return { ...one, alsoFails }
}
