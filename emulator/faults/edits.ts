import type { Json, JsonObject } from '../server/response.ts'

/** A wrong version of one JSON object. */
export type Edit = (object: JsonObject) => JsonObject

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Omits keys. */
export function without(...keys: readonly string[]): Edit {
  return (object) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** Changes the value of a key that the object has. */
export function changed(key: string, change: (value: Json) => Json): Edit {
  return (object) => {
    const value = object[key]
    return value === undefined ? object : { ...object, [key]: change(value) }
  }
}

/** Changes the list under a key that the object has. */
export function changedList(key: string, change: (items: readonly Json[]) => Json): Edit {
  return changed(key, (value) => (isList(value) ? change(value) : value))
}

/** Sets a key, whether or not the object has it. */
export function fixed(key: string, value: Json): Edit {
  return (object) => ({ ...object, [key]: value })
}

/** Wraps the list under a key in an object. */
export function asObject(key: string): Edit {
  return changed(key, (items) => ({ items }))
}

/** Renames a key. */
export function renamed(from: string, to: string): Edit {
  return (object) => ({ ...without(from)(object), [to]: object[from] })
}

/** Of the links under `links`, keeps only the self link. */
export const onlySelfLink: Edit = changedList('links', (links) =>
  links.filter((link) => isObject(link) && link['rel'] === 'self'),
)

/** Returns a text with a question mark in place of every character that is not ASCII. */
export function asciiOnly(text: unknown): string {
  return String(text).replace(/\P{ASCII}/gu, '?')
}

/** Turns the object into another resource: replaces its id wherever it occurs, links included. */
export function replaceWith(id: string): Edit {
  return (object) => {
    const own = object['id']
    if (typeof own !== 'string') return object
    const replace = (value: Json | undefined): Json | undefined => {
      if (typeof value === 'string') return value.replaceAll(own, id)
      if (isList(value)) return value.map((element) => replace(element) ?? null)
      return isObject(value) ? mapValues(value, replace) : value
    }
    return mapValues(object, replace)
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function mapValues(object: JsonObject, change: (value: Json | undefined) => Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
