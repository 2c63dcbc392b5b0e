import { defineFault } from './define-fault.ts'
import { asObject, changed, fixed, mutateBody, onlySelf, without } from './mutators.ts'

/** The two lists of servers; each can ignore a filter while the other heeds it. */
export type Listing = 'list' | 'detail'

function ignored<const List extends Listing, const Filter extends string>(listing: List, filter: Filter) {
  return defineFault(
    `servers-${listing}-${filter}-ignored`,
    `servers.${listing}.${filter}`,
    `In servers.${listing}, ${filter} leaves no server out.`,
  )
}

function ofListing<const List extends Listing>(listing: List) {
  const name = `servers.${listing}`
  return [
    defineFault(
      `servers-${listing}-empty`,
      `${name}.answers`,
      `${name} is always empty.`,
      mutateBody(name, '', fixed('servers', [])),
    ),
    defineFault(
      `servers-${listing}-as-object`,
      `${name}.array`,
      `${name} is no list.`,
      mutateBody(name, '', asObject('servers')),
    ),
    ignored(listing, 'changes-since'),
    ignored(listing, 'image'),
    ignored(listing, 'flavor'),
    defineFault(
      `servers-${listing}-flavor-lost-beside-status`,
      `${name}.flavor`,
      `In ${name}, flavor leaves no server out where there is a status too.`,
    ),
    ignored(listing, 'name'),
    ignored(listing, 'status'),
    defineFault(`servers-${listing}-name-literal`, `${name}.name-regex`, `${name} compares the name as it stands.`),
    defineFault(`servers-${listing}-limit-ignored`, `${name}.limit`, `A page of ${name} is longer than its limit.`),
    defineFault(
      `servers-${listing}-marker-skips`,
      `${name}.marker`,
      `A page of ${name} leaves out the first after its marker.`,
    ),
    defineFault(`servers-${listing}-marker-ignored`, `${name}.marker`, `Every page of ${name} is the first.`),
    defineFault(
      `servers-${listing}-bad-query-accepted`,
      `${name}.bad-query-refused`,
      `${name} ignores a malformed query.`,
    ),
  ]
}

/** Defects of the two lists of servers. */
export const listFaults = [
  ...ofListing('list'),
  ...ofListing('detail'),
  defineFault(
    'servers-list-id-missing',
    'servers.list.id',
    'Listed servers have no id.',
    mutateBody('servers.list', 'servers.*', without('id')),
  ),
  defineFault(
    'servers-list-bookmark-missing',
    'servers.list.links',
    'Listed servers have a self link only.',
    mutateBody('servers.list', 'servers.*', changed('links', onlySelf)),
  ),
  defineFault(
    'servers-list-name-missing',
    'servers.list.name-shown',
    'Listed servers have no name.',
    mutateBody('servers.list', 'servers.*', without('name')),
  ),
  defineFault(
    'servers-detail-differs',
    'servers.show.equals-detail',
    'The detailed list shows another key than show.',
    mutateBody('servers.detail', 'servers.*', fixed('key_name', 'another')),
  ),
]
