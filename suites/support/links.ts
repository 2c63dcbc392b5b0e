/** Checks of the links of resources. */
import { type ApiResponse, type Matcher, type Mismatch, requestLine, resolvePointer } from '#harness'
import type { TargetSettings } from '#model'

/** The settings that determine the URLs of the target. */
type LinkRoot = Pick<TargetSettings, 'computeUrl' | 'tenant' | 'tenantInPath'>

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
 * Tells whether a link ends in `suffix`: a self link with the API version before it, a bookmark without. Links with another `rel` pass.
 * The id of a flavor may contain blanks (nova/api/openstack/compute/schemas/flavors.py), which Nova writes into links as they are.
 */
function isCorrect({ rel, href }: Link, version: string | undefined, plainSuffix: string): boolean {
  const suffix = pathOf(`http://h${plainSuffix}`) ?? plainSuffix
  // The OpenAPI description covers an href that is missing or not a string.
  if (typeof href !== 'string') return true
  const path = pathOf(href)
  if (rel === 'self') return path?.endsWith(version === undefined ? suffix : `/${version}${suffix}`) === true
  if (rel === 'bookmark') return path?.endsWith(suffix) === true && !/\/v2(\.\d+)?$/.test(path.slice(0, -suffix.length))
  return true
}

/**
 * Returns a mismatch for the first link that points to another resource. Only the end of the path is checked: the host and a prefix are
 * up to the service, and so is the tenant where the target's paths do not contain it. Requirements such as `flavors.links` cover
 * missing links.
 */
export function linkMismatch(
  resource: unknown,
  { computeUrl, tenant, tenantInPath }: LinkRoot,
  collection: Collection,
  at: string,
): Mismatch | undefined {
  const id = resolvePointer(resource, 'resource/id')
  // The OpenAPI description covers an id that is not a string.
  if (typeof id !== 'string') return undefined
  // Where the root of the operations has no version, the links may have any.
  const version = /\/(v\d+(\.\d+)?)$/.exec(computeUrl)?.[1]
  const path = `/${collection}/${id}`
  const suffixes = [...(tenantInPath === false ? [path] : []), `/${tenant}${path}`]
  const [suffix] = suffixes
  const wrong = linksOf(resource).find((link) => !suffixes.some((each) => isCorrect(link, version, each)))
  if (wrong === undefined) return undefined
  return {
    message: `A ${String(wrong.rel)} link points to another resource than the one it belongs to.`,
    at: `${at}/links`,
    expected:
      wrong.rel === 'self'
        ? `…${version === undefined ? '' : `/${version}`}${suffix}`
        : `…${suffix}, without the version`,
    actual: String(wrong.href),
  }
}

/** Returns a mismatch for the first wrong link of a flavor. */
export const flavorLinkMismatch = (flavor: unknown, root: LinkRoot, at: string): Mismatch | undefined =>
  linkMismatch(flavor, root, 'flavors', at)

/** Returns a mismatch for the first wrong link of a server, of its image or of its flavor. */
export const serverLinkMismatch = (server: unknown, root: LinkRoot, at: string): Mismatch | undefined =>
  linkMismatch(server, root, 'servers', at) ??
  linkMismatch(resolvePointer(server, 'server/image'), root, 'images', `${at}/image`) ??
  linkMismatch(resolvePointer(server, 'server/flavor'), root, 'flavors', `${at}/flavor`)

/** Tells whether the resource at the pointer, or any resource of the array there, has a link. */
export function hasLinks(pointer: string, response: ApiResponse): boolean {
  const value = response.at(pointer)
  const resources: readonly unknown[] = Array.isArray(value) ? value : [value]
  return resources.some((resource) => linksOf(resource).length > 0)
}

/** Matches a response in which all links are correct: of the resource at the pointer, or of every resource of the array there. */
export const linksMatch =
  (
    pointer: string,
    root: LinkRoot,
    mismatchOf: (resource: unknown, root: LinkRoot, at: string) => Mismatch | undefined,
  ): Matcher =>
  (response) => {
    const value = response.at(pointer)
    const resources = Array.isArray(value)
      ? value.map((resource, index) => ({ resource, at: `${pointer}/${index}` }))
      : [{ resource: value, at: pointer }]
    for (const { resource, at } of resources) {
      const mismatch = mismatchOf(resource, root, at)
      if (mismatch) return { ...mismatch, message: `${requestLine(response)}: ${mismatch.message}` }
    }
    return undefined
  }
