import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenAPIV3_1 } from 'openapi-types'
import { packageRoot } from '../package-root.ts'
import { pointerKeys } from './json-pointer.ts'

/** The bundled OpenAPI description: a single document in which every `$ref` is local. */
export const openapi: OpenAPIV3_1.Document = JSON.parse(
  readFileSync(join(packageRoot, 'generated', 'openapi.json'), 'utf8'),
)

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Tells whether a JSON value is an object, not an array or null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const root: unknown = openapi

/**
 * Returns the target of a reference in the description.
 * @throws Error when nothing is at the pointer `#/a/b`: the description itself is broken.
 */
function lookupReference(pointer: string): JsonObject {
  let node: unknown = root
  for (const key of pointerKeys(pointer).map(decodeURIComponent)) node = isObject(node) ? node[key] : undefined
  if (!isObject(node)) throw new Error(`The OpenAPI description has a $ref to ${pointer}, which does not exist.`)
  return node
}

/**
 * Replaces a `$ref` by the object it refers to. Keywords beside the `$ref` are kept and take precedence, as OpenAPI 3.1
 * allows for schemas: one shared schema can carry a different `x-requirement` at each place of use.
 */
export function resolve(node: JsonObject): JsonObject {
  const { $ref, ...siblings } = node
  return typeof $ref === 'string' ? { ...resolve(lookupReference($ref)), ...siblings } : node
}

/** Returns a member that is an object, with its reference resolved; undefined when it is absent or not an object. */
export function member(node: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = node?.[key]
  return isObject(value) ? resolve(value) : undefined
}
