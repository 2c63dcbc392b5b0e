import { resolvePointer } from '#contract'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** The operations whose responses contain resources with links to themselves. */
const linkedPlaces: Readonly<Partial<Record<ObservedCall['operation'], LinkedPlace>>> = {
  listServers: { place: 'body/servers', collection: 'servers' },
  listServersDetail: { place: 'body/servers', collection: 'servers' },
  showServer: { place: 'body/server', collection: 'servers' },
  createServer: { place: 'body/server', collection: 'servers' },
  listFlavors: { place: 'body/flavors', collection: 'flavors' },
  listFlavorsDetail: { place: 'body/flavors', collection: 'flavors' },
}

interface LinkedPlace {
  /** Pointer to the resource, or to the list of resources. */
  readonly place: string
  /** The name of the collection in the path of a link. */
  readonly collection: string
}

interface LinkedResource {
  readonly pointer: string
  readonly value: unknown
}

/**
 * Tells whether the URL of a `self` or `bookmark` link ends with this path, percent-encoded or not; true for links with another `rel` or
 * without a URL.
 */
export const isOwnLink = (link: unknown, path: string): boolean => {
  const href = textAt(link, 'href')
  const isChecked = ['self', 'bookmark'].includes(textAt(link, 'rel') ?? '')
  if (!isChecked || href === undefined) return true
  const end = href.split('?', 1)[0]?.replace(/\/$/, '')
  return [`/${path}`, new URL(`http://h/${path}`).pathname].some((own) => end?.endsWith(own) === true)
}

/** Returns the resources at a pointer to one resource or to a list. */
function linkedResources(body: unknown, place: string): readonly LinkedResource[] {
  const found = resolvePointer(body, place)
  return Array.isArray(found)
    ? found.map((value: unknown, index) => ({ pointer: `${place}/${index}`, value }))
    : [{ pointer: place, value: found }]
}

/** Returns the tenant in the path of a link (`/v2/{tenant}/servers/{id}`), if it has the form of an OpenStack id. */
const tenantIn = (link: unknown): string | undefined =>
  /\/([\da-f]{32})\/[a-z]+\/[^/?]+\/?(\?|$)/.exec(textAt(link, 'href') ?? '')?.[1]

/** Finds links that point to another resource, or to another tenant than the links in earlier responses. */
export class LinkCheck {
  /** The tenant in the first link that contained one. */
  #tenant: string | undefined
  #isReported = false
  /** The ids of the resources in earlier responses. */
  readonly #ids = new Set<string>()

  /** Finds a wrong link in a response; at most one in a run. */
  observe({ operation }: Pick<ObservedCall, 'operation'>, body: unknown): readonly Contradiction[] {
    const linked = linkedPlaces[operation]
    if (linked === undefined || this.#isReported) return []
    for (const { pointer, value } of linkedResources(body, linked.place)) {
      const id = textAt(value, 'id')
      const links = resolvePointer(value, 'item/links')
      if (id === undefined || !Array.isArray(links)) continue
      const wrong = links.find(
        (link: unknown) => !isOwnLink(link, `${linked.collection}/${id}`) && this.#mayBeWrong(operation, link, id),
      )
      this.#ids.add(id)
      const foreign = links.find((link: unknown) => this.#isOfAnotherTenant(link))
      if (wrong === undefined && foreign === undefined) continue
      this.#isReported = true
      return [
        {
          requirement: 'conventions.links',
          message: 'A link points to another resource than the one it belongs to.',
          at: `${pointer}/links`,
          expected: wrong === undefined ? `…/${this.#tenant}/…` : `…/${linked.collection}/${id}`,
          actual: String(textAt(wrong ?? foreign, 'href')),
        },
      ]
    }
    return []
  }

  /** A created server may have a wrong id, as that of an earlier server certainly is, and a right link. */
  #mayBeWrong(operation: ObservedCall['operation'], link: unknown, id: string): boolean {
    const linkedId = textAt(link, 'href')?.split('/').at(-1) ?? ''
    return operation !== 'createServer' || (this.#ids.has(linkedId) && !this.#ids.has(id))
  }

  #isOfAnotherTenant(link: unknown): boolean {
    const tenant = tenantIn(link)
    this.#tenant ??= tenant
    return tenant !== undefined && tenant !== this.#tenant
  }
}
