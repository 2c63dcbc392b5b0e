import { asObject, changed, fixed, inBody, onlySelf, without } from './edits.ts'
import { row } from './fault.ts'

/** The two lists of servers; each can ignore a filter while the other heeds it. */
export type Listing = 'list' | 'detail'

function ignored<const List extends Listing, const Filter extends string>(listing: List, filter: Filter) {
  return row(
    `servers-${listing}-${filter}-ignored`,
    `servers.${listing}.${filter}`,
    `In servers.${listing}, ${filter} leaves no server out.`,
  )
}

function ofListing<const List extends Listing>(listing: List) {
  const name = `servers.${listing}`
  return [
    row(
      `servers-${listing}-empty`,
      `${name}.answers`,
      `${name} is always empty.`,
      inBody(name, '', fixed('servers', [])),
    ),
    row(`servers-${listing}-as-object`, `${name}.array`, `${name} is no list.`, inBody(name, '', asObject('servers'))),
    ignored(listing, 'changes-since'),
    ignored(listing, 'image'),
    ignored(listing, 'flavor'),
    row(
      `servers-${listing}-flavor-lost-beside-status`,
      `${name}.flavor`,
      `In ${name}, flavor leaves no server out where there is a status too.`,
    ),
    ignored(listing, 'name'),
    ignored(listing, 'status'),
    row(`servers-${listing}-name-literal`, `${name}.name-regex`, `${name} compares the name as it stands.`),
    row(`servers-${listing}-limit-ignored`, `${name}.limit`, `A page of ${name} is longer than its limit.`),
    row(
      `servers-${listing}-marker-skips`,
      `${name}.marker`,
      `A page of ${name} leaves out the first after its marker.`,
    ),
    row(`servers-${listing}-marker-ignored`, `${name}.marker`, `Every page of ${name} is the first.`),
    row(`servers-${listing}-bad-query-accepted`, `${name}.bad-query-refused`, `${name} ignores a malformed query.`),
  ]
}

/** Defects of the two lists of servers. */
export const listFaults = [
  ...ofListing('list'),
  ...ofListing('detail'),
  row(
    'servers-list-id-missing',
    'servers.list.id',
    'Listed servers have no id.',
    inBody('servers.list', 'servers.*', without('id')),
  ),
  row(
    'servers-list-bookmark-missing',
    'servers.list.links',
    'Listed servers have a self link only.',
    inBody('servers.list', 'servers.*', changed('links', onlySelf)),
  ),
  row(
    'servers-list-name-missing',
    'servers.list.name-shown',
    'Listed servers have no name.',
    inBody('servers.list', 'servers.*', without('name')),
  ),
  row(
    'servers-detail-differs',
    'servers.show.equals-detail',
    'The detailed list shows another key than show.',
    inBody('servers.detail', 'servers.*', fixed('key_name', 'another')),
  ),
]
