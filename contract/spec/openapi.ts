import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenAPIV3_1 } from 'openapi-types'
import { packageRoot } from '../package-root.ts'

/** The bundled OpenAPI description: one document whose `$ref`s all point into itself. */
export const openapi: OpenAPIV3_1.Document = JSON.parse(
  readFileSync(join(packageRoot, 'generated', 'openapi.json'), 'utf8'),
)

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The document as plain JSON: what a pointer is followed through. */
const root: unknown = openapi

/** Follows a `#/a/b` pointer. Throws when it leads nowhere: the contract itself would be broken. */
function lookupReference(pointer: string): JsonObject {
  let node: unknown = root
  for (const part of pointer.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    node = isObject(node) ? node[key] : undefined
  }
  if (!isObject(node)) throw new Error(`The contract refers to ${pointer}, which it does not have.`)
  return node
}

/**
 * Puts a referenced object in the place of its `$ref`. Keywords beside the `$ref` are kept and win, as 3.1 allows for
 * schemas: that is how one shared schema carries a different requirement at each place of use.
 */
export function resolve(node: JsonObject): JsonObject {
  const { $ref, ...beside } = node
  return typeof $ref === 'string' ? { ...resolve(lookupReference($ref)), ...beside } : node
}

/** A member that is an object, with its reference resolved; `undefined` when it is absent or something else. */
export function member(node: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = node?.[key]
  return isObject(value) ? resolve(value) : undefined
}
