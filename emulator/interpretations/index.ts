import { actionInterpretations } from './actions.ts'
import { blockDeviceInterpretations } from './block-devices.ts'
import type { Interpretation, InterpretationDefinition } from './define-interpretation.ts'
import { generalInterpretations } from './general.ts'
import { listInterpretations } from './lists.ts'
import { createInterpretations } from './server-create.ts'
import { serverFieldInterpretations } from './server-fields.ts'
import { statusInterpretations } from './statuses.ts'

export type { Interpretation } from './define-interpretation.ts'

const definitions: readonly InterpretationDefinition[] = [
  ...generalInterpretations,
  ...listInterpretations,
  ...statusInterpretations,
  ...serverFieldInterpretations,
  ...createInterpretations,
  ...blockDeviceInterpretations,
  ...actionInterpretations,
]

/** Every interpretation that an emulator can follow in place of its usual one. */
export const interpretations: readonly Interpretation[] = definitions.map(
  ({ createChanges: _, ...interpretation }) => interpretation,
)

const definitionsByName = new Map(definitions.map((definition) => [definition.name, definition]))

/** Returns the interpretation with a name. @throws RangeError naming the interpretation that does not exist. */
export function findInterpretation(name: string): InterpretationDefinition {
  const definition = definitionsByName.get(name)
  if (definition === undefined) throw new RangeError(`there is no interpretation '${name}'; see --list-interpretations`)
  return definition
}
