import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, requirements } from '#contract'

/** Ids in quotes, and templates such as `servers.${list}.limit` that stand for several. */
function citations(source: string): { readonly literal: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const literal = new Set([...source.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)].map(([, id]) => id ?? ''))
  const patterns = [...source.matchAll(/`([a-z][\w.-]*\$\{[^}]+\}[\w.${}-]*)`/g)].map(([, template]) => {
    const parts = (template ?? '').split(/\$\{[^}]+\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${parts.join('[\\w-]+')}$`)
  })
  return { literal, patterns }
}

/** Requirements that some suite of the built package names. */
export function citedBySuites(): ReadonlySet<string> {
  const folder = join(packageRoot, 'dist', 'suites')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => citations(readFileSync(join(folder, name), 'utf8')))
  const cites = (id: string): boolean =>
    sources.some(({ literal, patterns }) => literal.has(id) || patterns.some((pattern) => pattern.test(id)))
  return new Set(requirements.map(({ id }) => id).filter(cites))
}
