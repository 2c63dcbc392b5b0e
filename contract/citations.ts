import { requirements } from './register/requirements.ts'

/** Ids in quotes, and templates such as `servers.${list}.limit` that stand for several. */
function citations(source: string): { readonly literal: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const literal = new Set([...source.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)].map(([, id]) => id ?? ''))
  const patterns = [...source.matchAll(/`([a-z][\w.-]*\$\{[^}]+\}[\w.${}-]*)`/g)].map(([, template]) => {
    const parts = (template ?? '').split(/\$\{[^}]+\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${parts.join('[\\w-]+')}$`)
  })
  return { literal, patterns }
}

/** Requirements that one of several source texts names. */
export function citedIn(sources: readonly string[]): ReadonlySet<string> {
  const all = sources.map(citations)
  const cites = (id: string): boolean =>
    all.some(({ literal, patterns }) => literal.has(id) || patterns.some((pattern) => pattern.test(id)))
  return new Set(requirements.map(({ id }) => id).filter(cites))
}
