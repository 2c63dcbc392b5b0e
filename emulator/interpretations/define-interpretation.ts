import type { Defect } from '../faults/define-fault.ts'

/**
 * Another interpretation of a passage of the document that allows several. An emulator that follows it is as correct as one that
 * does not.
 */
export interface Interpretation {
  readonly name: string
  /** The behaviour in one sentence. */
  readonly description: string
  /** The ambiguities that it decides, as `requirements/document/ambiguities.yaml` numbers them: `B-01`. */
  readonly ambiguities: readonly string[]
  /** The variants under which reports show it: requirement → variant. */
  readonly reportedBy?: Readonly<Record<string, string>>
  /** Requirements of level `should` that expect the other interpretation. */
  readonly unexpectedBy?: readonly string[]
}

/** An interpretation and the changes of behaviour it consists of, which are made for each emulator separately. */
export interface InterpretationDefinition<Name extends string = string> extends Interpretation {
  readonly name: Name
  readonly createChanges: () => readonly Defect[]
}

/** Defines an interpretation by its differences from the emulator's usual behaviour. */
export function defineInterpretation<const Name extends string>(
  interpretation: Interpretation & { readonly name: Name },
  ...changes: readonly Defect[]
): InterpretationDefinition<Name> {
  return { ...interpretation, createChanges: () => changes }
}
