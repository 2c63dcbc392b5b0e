/** The links of resources. */
import { type Matcher, type Mismatch, requestLine, resolvePointer } from '#harness'

/** The collection of a resource, as it appears in the path of its links. */
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

const pathOf = (href: string): string | undefined => (URL.canParse(href) ? new URL(href).pathname : undefined)

/**
 * Whether a self or bookmark link ends in `suffix`, with or without the API version before it. Other relations are not
 * checked.
 */
function isCorrect({ rel, href }: Link, suffix: string): boolean {
  // The OpenAPI description covers an href that is missing or not a string.
  if (typeof href !== 'string') return true
  const path = pathOf(href)
  if (rel === 'self') return path?.endsWith(`/v2${suffix}`) === true
  if (rel === 'bookmark') return path?.endsWith(suffix) === true && !/\/v2(\.\d+)?$/.test(path.slice(0, -suffix.length))
  return true
}

/**
 * The first link of a resource that leads to another resource. Only the end of the path is checked: the host and a
 * prefix are up to the service. Links that are missing have requirements of their own, for instance `flavors.links`.
 */
export function linkMismatch(
  resource: unknown,
  tenant: string,
  collection: Collection,
  at: string,
): Mismatch | undefined {
  const id = resolvePointer(resource, 'resource/id')
  // The OpenAPI description covers an id that is not a string.
  if (typeof id !== 'string') return undefined
  const suffix = `/${tenant}/${collection}/${id}`
  const wrong = linksOf(resource).find((link) => !isCorrect(link, suffix))
  if (wrong === undefined) return undefined
  return {
    message: `A ${String(wrong.rel)} link leads to another resource than the one it belongs to.`,
    at: `${at}/links`,
    expected: wrong.rel === 'self' ? `…/v2${suffix}` : `…${suffix}, without the version`,
    actual: String(wrong.href),
  }
}

/** The first wrong link of a flavor. */
export const flavorLinkMismatch = (flavor: unknown, tenant: string, at: string): Mismatch | undefined =>
  linkMismatch(flavor, tenant, 'flavors', at)

/** The first wrong link of a server, of its image or of its flavor. */
export const serverLinkMismatch = (server: unknown, tenant: string, at: string): Mismatch | undefined =>
  linkMismatch(server, tenant, 'servers', at) ??
  linkMismatch(resolvePointer(server, 'server/image'), tenant, 'images', `${at}/image`) ??
  linkMismatch(resolvePointer(server, 'server/flavor'), tenant, 'flavors', `${at}/flavor`)

/** The links of the resource at the pointer, or of every resource of the array there, are correct. */
export const linksMatch =
  (
    pointer: string,
    tenant: string,
    mismatchOf: (resource: unknown, tenant: string, at: string) => Mismatch | undefined,
  ): Matcher =>
  (response) => {
    const value = response.at(pointer)
    const resources = Array.isArray(value)
      ? value.map((resource, index) => ({ resource, at: `${pointer}/${index}` }))
      : [{ resource: value, at: pointer }]
    for (const { resource, at } of resources) {
      const mismatch = mismatchOf(resource, tenant, at)
      if (mismatch) return { ...mismatch, message: `${requestLine(response)}: ${mismatch.message}` }
    }
    return undefined
  }
