import { resolvePointer } from '#contract'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** Where responses have resources with links to themselves. */
const places: Readonly<Partial<Record<ObservedCall['operation'], LinkedPlace>>> = {
  listServers: { place: 'body/servers', collection: 'servers' },
  listServersDetail: { place: 'body/servers', collection: 'servers' },
  showServer: { place: 'body/server', collection: 'servers' },
  listFlavors: { place: 'body/flavors', collection: 'flavors' },
  listFlavorsDetail: { place: 'body/flavors', collection: 'flavors' },
}

interface LinkedPlace {
  readonly place: string
  /** The collection in the path of a link. */
  readonly collection: string
}

interface LinkedResource {
  readonly pointer: string
  readonly value: unknown
}

/** Whether a link, if it is one to a resource, leads to the one with this path below the tenant, or with this id. */
export const isOwnLink = (link: unknown, path: string): boolean => {
  const href = textAt(link, 'href')
  const isChecked = ['self', 'bookmark'].includes(textAt(link, 'rel') ?? '')
  return !isChecked || href === undefined || href.split('?', 1)[0]?.replace(/\/$/, '').endsWith(`/${path}`) === true
}

/** The resources at a place, one or a list. */
function linkedResources(body: unknown, place: string): readonly LinkedResource[] {
  const found = resolvePointer(body, place)
  return Array.isArray(found)
    ? found.map((value: unknown, index) => ({ pointer: `${place}/${index}`, value }))
    : [{ pointer: place, value: found }]
}

/** The tenant in the path of a link, where it is written as OpenStack does. */
const tenantIn = (link: unknown): string | undefined =>
  /\/([\da-f]{32})\/[a-z]+\/[^/?]+\/?(\?|$)/.exec(textAt(link, 'href') ?? '')?.[1]

/** Compares the links of resources with the resource, and with the links that earlier responses had. */
export class ForeignLinks {
  /** The tenant in the first link that named one. */
  #tenant: string | undefined
  #isReported = false

  /** A link that leads to another resource, or to one of another tenant; reported once. */
  observe({ operation }: Pick<ObservedCall, 'operation'>, body: unknown): readonly Contradiction[] {
    const linked = places[operation]
    if (linked === undefined || this.#isReported) return []
    for (const { pointer, value } of linkedResources(body, linked.place)) {
      const id = textAt(value, 'id')
      const links = resolvePointer(value, 'item/links')
      if (id === undefined || !Array.isArray(links)) continue
      const wrong = links.find((link: unknown) => !isOwnLink(link, `${linked.collection}/${id}`))
      const foreign = links.find((link: unknown) => this.#isOfAnotherTenant(link))
      if (wrong === undefined && foreign === undefined) continue
      this.#isReported = true
      return [
        {
          requirement: 'conventions.links',
          message: 'A link leads to another resource than the one it belongs to.',
          at: `${pointer}/links`,
          expected: wrong === undefined ? `…/${this.#tenant}/…` : `…/${linked.collection}/${id}`,
          actual: String(textAt(wrong ?? foreign, 'href')),
        },
      ]
    }
    return []
  }

  #isOfAnotherTenant(link: unknown): boolean {
    const tenant = tenantIn(link)
    this.#tenant ??= tenant
    return tenant !== undefined && tenant !== this.#tenant
  }
}
