import { jsonPreview } from '../spec/json-preview.ts'

/** Characters of a value that still fit in a sentence; a finding shows more of it below. */
const maxInline = 60
/** Names of members or elements that a sentence lists before the others are counted. */
const maxNames = 5

/** Formats a count as `1 flavor` or `12 flavors`. `noun` is a plural. */
export const countOf = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun.replace(/s$/, '') : noun}`

/**
 * Returns a noun in the plural for the elements of an array: the last key of its pointer in words. `volume attachments` for
 * `body/volumeAttachments`.
 */
export function elementNoun(pointer: string): string {
  const key = pointer.split('/').findLast((part) => !/^(?:\d+|\*|…)$/.test(part)) ?? ''
  if (key === 'body') return 'elements'
  if (key === 'availabilityZoneInfo') return 'zones'
  if (key === 'volumes_attached' || key.endsWith(':volumes_attached')) return 'volumes'
  return key
    .replace(/^.*:/, '')
    .replaceAll('_', ' ')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** Formats names as `a, b, c`; of a long list the beginning and the number of the others. */
export function formatNames(names: readonly string[]): string {
  const listed = names
    .slice(0, maxNames)
    .map((name) => (name.length <= maxInline ? name : `${name.slice(0, maxInline)}…`))
  const others = names.length - listed.length
  return others > 0 ? `${listed.join(', ')} and ${others} more` : listed.join(', ')
}

const identifyingMembers = ['id', 'name', 'volumeId', 'zoneName', 'keypair', 'addr', 'rel'] as const

/** Returns the text by which a reader recognizes an element of a list: its id or name, or else its JSON. */
export function identify(element: unknown): string {
  if (typeof element === 'string') return element
  if (typeof element === 'object' && element !== null) {
    const members: ReadonlyMap<string, unknown> = new Map(Object.entries(element))
    const value = identifyingMembers.map((name) => members.get(name)).find((member) => member !== undefined)
    if (value !== undefined) return identify(value)
  }
  return jsonPreview(element)
}

/** Describes an array by count and ids: `no flavors`, `3 flavors: u2.c1m1, u2.c2m2, m2.c1m2`. */
export const describeElements = (elements: readonly unknown[], noun: string): string =>
  elements.length === 0 ? `no ${noun}` : `${countOf(elements.length, noun)}: ${formatNames(elements.map(identify))}`

/** Describes a value in a sentence: by its JSON if that is short, and otherwise by its kind and size. `nothing` for undefined. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string' && value.length > maxInline) return `a text of ${value.length} characters`
  const json = jsonPreview(value)
  if (json.length <= maxInline) return json
  // Escapes make a short one long.
  if (typeof value === 'string') return `a text of ${value.length} characters`
  if (Array.isArray(value)) return `an array of ${countOf(value.length, 'elements')}`
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return `an object with ${formatNames(names)}`
}
