import type { Edition, OperationId } from '#model'
import { type OperationSpec, operations } from './operation.ts'

/** A documented operation that a method and a path belong to. */
export interface OperationMatch {
  readonly operation: OperationId
  /** The path of the endpoint's root with its version, such as `/v2` or `/compute/v2.1`; empty for the version list. */
  readonly root: string
  /** The tenant in the path; undefined where the root has none. */
  readonly tenant: string | undefined
  /** The other parameters of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>
}

interface Route {
  readonly spec: OperationSpec
  readonly pattern: RegExp
  readonly names: readonly string[]
}

const parameter = /\{(\w+)\}/g

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Returns the pattern of a path template below `/v2/{tenantId}`. The root may have a prefix and another minor version, and no tenant. */
function routeOf(spec: OperationSpec): Route {
  const tail = spec.path.replace(/^\/v2\/\{tenantId\}/, '')
  const names = [...tail.matchAll(parameter)].map(([, name = '']) => name)
  const root = tail === spec.path ? '()()' : String.raw`((?:/[^/]+)*?/v2(?:\.\d+)?)(?:/([^/]+))?`
  const segments = tail.replaceAll('.', String.raw`\.`).replaceAll(parameter, '([^/]+)')
  return { spec, pattern: new RegExp(`^${root}${segments.replace(/\/$/, '')}/?$`), names }
}

/** Literal segments before parameters: `/servers/detail` is not the server named detail. */
const routes = [...operations.values()].map(routeOf).toSorted((a, b) => a.names.length - b.names.length)

/**
 * Returns the documented operation of a request to any root, as in traffic of other clients; undefined when the edition has none.
 * @param path the path of the URL, percent-encoded
 */
export function matchOperation(method: string, path: string, edition: Edition): OperationMatch | undefined {
  for (const { spec, pattern, names } of routes) {
    if (spec.method !== method.toUpperCase() || !spec.editions.includes(edition)) continue
    const found = pattern.exec(path)
    if (!found) continue
    const [, root = '', tenant, ...segments] = found
    const parameters = Object.fromEntries(names.map((name, index) => [name, decode(segments[index] ?? '')]))
    return { operation: spec.id, root, tenant: tenant || undefined, parameters }
  }
  return undefined
}
