import { resolvePointer } from '#contract'
import type { Contradiction, ObservedCall } from './observation.ts'
import { textAt } from './read-attribute.ts'

/** Where responses have resources with links to themselves. */
const lists: Readonly<Partial<Record<ObservedCall['operation'], string>>> = {
  listServers: 'body/servers',
  listServersDetail: 'body/servers',
  listFlavors: 'body/flavors',
  listFlavorsDetail: 'body/flavors',
}

const isOwnLink = (link: unknown, id: string): boolean => {
  const href = textAt(link, 'href')
  const isChecked = ['self', 'bookmark'].includes(textAt(link, 'rel') ?? '')
  return !isChecked || href === undefined || href.split('?', 1)[0]?.replace(/\/$/, '').endsWith(`/${id}`) === true
}

/** A resource in a list whose links lead to another one. */
export function findForeignLink({ operation }: ObservedCall, body: unknown): readonly Contradiction[] {
  const list = lists[operation]
  const elements = list === undefined ? undefined : resolvePointer(body, list)
  if (!Array.isArray(elements)) return []
  for (const [index, element] of elements.entries()) {
    const id = textAt(element, 'id')
    const links = resolvePointer(element, 'item/links')
    if (id === undefined || !Array.isArray(links)) continue
    const wrong = links.find((link: unknown) => !isOwnLink(link, id))
    if (wrong === undefined) continue
    return [
      {
        requirement: 'conventions.links',
        message: 'A link of a listed resource leads to another resource than the one it belongs to.',
        at: `${list}/${index}/links`,
        expected: `…/${id}`,
        actual: String(textAt(wrong, 'href')),
      },
    ]
  }
  return []
}
