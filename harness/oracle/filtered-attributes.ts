import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** An attribute of a server that a parameter of the lists filters by. */
interface FilteredAttribute {
  /** Pointers to the value: in a create request, and in the description of a server. */
  readonly requested: string
  readonly shown: string
  /** The kind of request that changes it, and the pointer to the new value in that request, if it has one. */
  readonly changedBy: string
  readonly changedTo?: string
}

/** The attributes that the lists of servers filter by, under the name of the parameter. */
export const filteredAttributes = {
  name: { requested: 'name', shown: 'name', changedBy: 'updateServer', changedTo: 'server/name' },
  flavor: {
    requested: 'flavorRef',
    shown: 'flavor/id',
    changedBy: 'actOnServer resize',
    changedTo: 'resize/flavorRef',
  },
  image: { requested: 'imageRef', shown: 'image/id', changedBy: 'actOnServer unshelve' },
} as const satisfies Readonly<Record<string, FilteredAttribute>>

/** Returns the value that a server should have: from the last accepted request that changes it, or else from the create request. */
function requestedValue(memory: ResourceMemory, attribute: FilteredAttribute): string | undefined {
  if (!memory.wasChangedBy(attribute.changedBy)) return textAt(memory.request, attribute.requested)
  return attribute.changedTo && textAt(memory.lastAccepted(attribute.changedBy), attribute.changedTo)
}

/** Tells whether one of the values was requested for a server, or is in the last response about the server itself. */
export const hasValue = (memory: ResourceMemory, attribute: FilteredAttribute, values: readonly string[]): boolean =>
  [textAt(memory.description, attribute.shown), requestedValue(memory, attribute)].some(
    (value) => value !== undefined && values.includes(value),
  )

/** Records which of the attributes servers show with a different value than they were created with, although no request changes it. */
export class WronglyShownAttributes {
  readonly #attributes = new Set<FilteredAttribute>()

  /** Compares a description of a server, by itself or in a list, with its create request. */
  observe(memory: ResourceMemory, description: unknown): void {
    for (const attribute of Object.values(filteredAttributes))
      if (differsFromRequest(memory, attribute, description)) this.#attributes.add(attribute)
  }

  /** Tells whether a server, even one that is deleted by now, has shown a wrong value. */
  has(attribute: FilteredAttribute): boolean {
    return this.#attributes.has(attribute)
  }
}

function differsFromRequest(
  memory: ResourceMemory,
  { requested, shown, changedBy }: FilteredAttribute,
  description: unknown,
): boolean {
  const [given, own] = [textAt(memory.request, requested), textAt(description, shown)]
  return given !== undefined && own !== undefined && own !== given && !memory.wasChangedBy(changedBy)
}
