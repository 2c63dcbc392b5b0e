import { resolvePointer } from '#contract'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** Where responses have resources with links to themselves. */
const places: Readonly<Partial<Record<ObservedCall['operation'], string>>> = {
  listServers: 'body/servers',
  listServersDetail: 'body/servers',
  showServer: 'body/server',
  listFlavors: 'body/flavors',
  listFlavorsDetail: 'body/flavors',
}

interface LinkedResource {
  readonly pointer: string
  readonly value: unknown
}

/** Whether a link, if it is one to a resource, leads to the one with this id. */
export const isOwnLink = (link: unknown, id: string): boolean => {
  const href = textAt(link, 'href')
  const isChecked = ['self', 'bookmark'].includes(textAt(link, 'rel') ?? '')
  return !isChecked || href === undefined || href.split('?', 1)[0]?.replace(/\/$/, '').endsWith(`/${id}`) === true
}

/** The resources at a place, one or a list. */
function linkedResources(body: unknown, place: string): readonly LinkedResource[] {
  const found = resolvePointer(body, place)
  return Array.isArray(found)
    ? found.map((value: unknown, index) => ({ pointer: `${place}/${index}`, value }))
    : [{ pointer: place, value: found }]
}

/** A resource whose links lead to another one. */
export function findForeignLink({ operation }: ObservedCall, body: unknown): readonly Contradiction[] {
  const place = places[operation]
  if (place === undefined) return []
  for (const { pointer, value } of linkedResources(body, place)) {
    const id = textAt(value, 'id')
    const links = resolvePointer(value, 'item/links')
    if (id === undefined || !Array.isArray(links)) continue
    const wrong = links.find((link: unknown) => !isOwnLink(link, id))
    if (wrong === undefined) continue
    return [
      {
        requirement: 'conventions.links',
        message: 'A link leads to another resource than the one it belongs to.',
        at: `${pointer}/links`,
        expected: `…/${id}`,
        actual: String(textAt(wrong, 'href')),
      },
    ]
  }
  return []
}
