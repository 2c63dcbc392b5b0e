import { type Matcher, type Mismatch, requestLine, resolvePointer } from '#harness'

/** The kinds of resource that links lead to, as they stand in a path. */
type Collection = 'flavors' | 'servers' | 'images'

interface Link {
  readonly rel: unknown
  readonly href: unknown
}

const linksOf = (resource: unknown): readonly Link[] => {
  const links = resolvePointer(resource, 'resource/links')
  if (!Array.isArray(links)) return []
  return links.map((link) => ({ rel: resolvePointer(link, 'link/rel'), href: resolvePointer(link, 'link/href') }))
}

/** Where the path of an address ends, or undefined when it is no address. */
const pathOf = (href: unknown): string | undefined =>
  typeof href === 'string' && URL.canParse(href) ? new URL(href).pathname : undefined

/** What a link of a relation has to end in; a bookmark has no version before the tenant. Other relations are free. */
function isRight({ rel, href }: Link, end: string): boolean {
  // That it is there, and text, is for the contract to judge.
  if (typeof href !== 'string') return true
  const path = pathOf(href)
  if (rel === 'self') return path?.endsWith(`/v2${end}`) === true
  if (rel === 'bookmark') return path?.endsWith(end) === true && !/\/v2(\.\d+)?$/.test(path.slice(0, -end.length))
  return true
}

/**
 * The links of a resource lead to itself, as far as the end of their paths tells: which host they name is up to the
 * service. That there are links, and of which relations, is for the statements about each resource.
 */
export function linkMismatch(
  resource: unknown,
  tenant: string,
  collection: Collection,
  at: string,
): Mismatch | undefined {
  const id = resolvePointer(resource, 'resource/id')
  // An id of another type is a fault of that field.
  if (typeof id !== 'string') return undefined
  const end = `/${tenant}/${collection}/${id}`
  const wrong = linksOf(resource).find((link) => !isRight(link, end))
  if (wrong === undefined) return undefined
  return {
    message: `A ${String(wrong.rel)} link leads elsewhere than to its own resource.`,
    at: `${at}/links`,
    expected: wrong.rel === 'self' ? `…/v2${end}` : `…${end}, without the version`,
    actual: String(wrong.href),
  }
}

/** The links of a server lead to itself, and those of its image and its flavor to these. */
export const serverLinkMismatch = (server: unknown, tenant: string, at: string): Mismatch | undefined =>
  linkMismatch(server, tenant, 'servers', at) ??
  linkMismatch(resolvePointer(server, 'server/image'), tenant, 'images', `${at}/image`) ??
  linkMismatch(resolvePointer(server, 'server/flavor'), tenant, 'flavors', `${at}/flavor`)

/** The links of everything in a list, or of the one resource, lead to where they should. */
export const linksLead =
  (
    pointer: string,
    tenant: string,
    faultOf: (resource: unknown, tenant: string, at: string) => Mismatch | undefined,
  ): Matcher =>
  (response) => {
    const value = response.at(pointer)
    const resources = Array.isArray(value) ? value.map((one, index) => [one, `${pointer}/${index}`] as const) : []
    for (const [resource, at] of Array.isArray(value) ? resources : [[value, pointer] as const]) {
      const fault = faultOf(resource, tenant, at)
      if (fault) return { ...fault, message: `${requestLine(response)}: ${fault.message}` }
    }
    return undefined
  }
