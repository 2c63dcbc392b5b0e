import { textAt } from './read-attribute.ts'
import type { ResourceMemory } from './resource-memory.ts'

/** What a filter of the lists of servers compares. */
interface FilteredAttribute {
  /** Where a create request gives it, and where the description of a server shows it. */
  readonly requested: string
  readonly shown: string
  /** The request that changes it, and where that gives the new value, if it does. */
  readonly changedBy: string
  readonly changedTo?: string
}

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

/** The value that the requests give a server: the last one that was accepted to change it, or the one that created it. */
function requestedValue(memory: ResourceMemory, attribute: FilteredAttribute): string | undefined {
  if (!memory.wasChangedBy(attribute.changedBy)) return textAt(memory.request, attribute.requested)
  return attribute.changedTo && textAt(memory.lastAccepted(attribute.changedBy), attribute.changedTo)
}

/** Whether a server has one of the values by its requests, or shows one by itself, whatever a list shows. */
export const hasValue = (memory: ResourceMemory, attribute: FilteredAttribute, values: readonly string[]): boolean =>
  [textAt(memory.description, attribute.shown), requestedValue(memory, attribute)].some(
    (value) => value !== undefined && values.includes(value),
  )

/** Whether a server shows by itself another value than it was created with, although no request was to change it. */
export function isMisshown(memory: ResourceMemory, { requested, shown, changedBy }: FilteredAttribute): boolean {
  const [given, own] = [textAt(memory.request, requested), textAt(memory.description, shown)]
  return given !== undefined && own !== undefined && own !== given && !memory.wasChangedBy(changedBy)
}
