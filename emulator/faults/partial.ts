/** Defects that show only in part of what they concern: in one list, in servers of one state, in one kind of text. */

import { defineFault, type Mutation } from './define-fault.ts'
import type { Listing } from './lists.ts'
import { changed, type Edit, fixed, isObject, mutateBody, mutateResponse, replaceWith } from './mutators.ts'
import { refusal, strangeId } from './responses.ts'
import { mutateServer } from './server-mutators.ts'

const inDetail = (change: Edit) => mutateBody('servers.detail', 'servers.*', change)

/** A change of those servers only that are shut down. */
const ofStopped =
  (change: Edit): Edit =>
  (server) =>
    server['status'] === 'SHUTOFF' ? change(server) : server

const serverError = refusal(500, 'computeFault', 'Unexpected API Error.')

const hasEmptyValue = (url: string): boolean => [...new URL(url).searchParams.values()].includes('')

const nineHours = 9 * 3_600_000

const inLatin = (text: unknown): string => String(text).replace(/\P{ASCII}/gu, '?')

const members = (change: (key: string, value: unknown) => readonly [string, string]): Edit => {
  return (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => change(key, value)))
}

/** An empty list for whoever asks for servers that are shut down. */
function withoutStopped(listing: Listing): Mutation {
  return mutateResponse(`servers.${listing}`, (response, { request }) =>
    response.status === 200 && new URL(request.url).searchParams.get('status') === 'SHUTOFF'
      ? { ...response, body: { servers: [] } }
      : response,
  )
}

function ofListing<const List extends Listing>(listing: List) {
  return [
    defineFault(
      `servers-${listing}-stopped-unfound`,
      `servers.${listing}.status`,
      `servers.${listing} finds no server by the status SHUTOFF.`,
      withoutStopped(listing),
    ),
    defineFault(
      `servers-${listing}-empty-value-fails`,
      `servers.${listing}.bad-query-refused`,
      `Whoever gives servers.${listing} a parameter without a value is answered 500.`,
      mutateResponse(`servers.${listing}`, (response, { request }) =>
        hasEmptyValue(request.url) ? serverError : response,
      ),
    ),
    defineFault(
      `servers-${listing}-twice`,
      `servers.${listing}.answers`,
      `The whole of servers.${listing} has every server twice.`,
      mutateResponse(`servers.${listing}`, (response, { request }) => {
        const all = isObject(response.body) ? response.body['servers'] : undefined
        return request.url.includes('?') || !Array.isArray(all)
          ? response
          : { ...response, body: { servers: [...all, ...all] } }
      }),
    ),
    defineFault(
      `servers-${listing}-null-for-none`,
      `servers.${listing}.array`,
      `Where servers.${listing} has nothing to list, it says null.`,
      mutateBody(
        `servers.${listing}`,
        '',
        changed('servers', (all) => (Array.isArray(all) && all.length === 0 ? null : all)),
      ),
    ),
    defineFault(
      `servers-${listing}-limit-before-name`,
      `servers.${listing}.limit`,
      `servers.${listing} looks for a name among the first as many as limit says.`,
    ),
    defineFault(
      `servers-${listing}-stopped-unlisted`,
      `servers.${listing}.answers`,
      `servers.${listing} leaves out servers that are shut down.`,
    ),
    defineFault(
      `servers-${listing}-image-of-any`,
      `servers.${listing}.image`,
      `In servers.${listing}, any image that exists keeps all servers.`,
    ),
    defineFault(
      `servers-${listing}-changes-since-created`,
      `servers.${listing}.changes-since`,
      `In servers.${listing}, changes-since looks at the time of creation.`,
    ),
    defineFault(
      `servers-${listing}-flavor-after-resize-unfound`,
      `servers.${listing}.flavor`,
      `servers.${listing} finds no resized server by its flavor.`,
    ),
  ]
}

/** Defects of servers that show in one place, or in servers of one kind, and are right everywhere else. */
export const partialFaults = [
  ...ofListing('list'),
  ...ofListing('detail'),
  defineFault(
    'flavors-empty-value-fails',
    'flavors.list.bad-query-refused',
    'Whoever gives the list of flavors a parameter without a value is answered 500.',
    mutateResponse('flavors.list', (response, { request }) => (hasEmptyValue(request.url) ? serverError : response)),
  ),
  defineFault(
    'servers-list-name-made-up',
    'servers.list.name-shown',
    'The plain list calls every server by its id.',
    mutateBody('servers.list', 'servers.*', (server) => ({ ...server, name: `server-${server['id']}` })),
  ),
  defineFault(
    'servers-list-shows-deleted',
    'servers.delete.removes',
    'The unfiltered list of servers keeps deleted ones.',
  ),
  defineFault(
    'servers-detail-stopped-powered',
    'servers.show.equals-detail',
    'The detailed list says of a stopped server that it has power.',
    inDetail(ofStopped(fixed('OS-EXT-STS:power_state', 1))),
  ),
  defineFault(
    'servers-detail-groups-lost',
    'servers.show.equals-detail',
    'The detailed list names no group but default.',
    inDetail(fixed('security_groups', [{ name: 'default' }])),
  ),
  defineFault(
    'server-launched-at-lost-when-stopped',
    'servers.launched-at.set',
    'A stopped server has no time of its launch.',
    mutateServer(ofStopped(fixed('OS-SRV-USG:launched_at', null))),
  ),
  defineFault(
    'server-updated-too-early',
    'servers.updated-moves',
    'The time of the last change is nine hours behind.',
    mutateServer(
      changed('updated', (time) =>
        new Date(Date.parse(String(time)) - nineHours).toISOString().replace(/\.\d+Z$/, 'Z'),
      ),
    ),
  ),
  defineFault(
    'server-addresses-repeated',
    'servers.addresses.per-port',
    'Every address is shown twice.',
    mutateServer((addresses) => {
      const twice = Object.entries(addresses).map(([name, list]) => [
        name,
        Array.isArray(list) ? [...list, ...list] : list,
      ])
      return Object.fromEntries(twice)
    }, 'addresses'),
  ),
  defineFault(
    'server-metadata-keys-folded',
    'servers.create.metadata',
    'Keys of the metadata are shown in small letters.',
    mutateServer(
      members((key, value) => [key.toLowerCase(), String(value)]),
      'metadata',
    ),
  ),
  defineFault(
    'server-metadata-in-latin',
    'servers.create.metadata',
    'Metadata that is not in Latin letters is lost.',
    mutateServer(
      members((key, value) => [key, inLatin(value)]),
      'metadata',
    ),
  ),
  defineFault(
    'server-name-in-latin',
    'servers.update.renames',
    'A name that is not in Latin letters is lost.',
    mutateServer(changed('name', inLatin)),
  ),
  defineFault(
    'server-name-in-small-letters',
    'servers.update.renames',
    'A name is shown in small letters.',
    mutateServer(changed('name', (name) => String(name).toLowerCase())),
  ),
  defineFault(
    'create-links-to-another',
    'conventions.links',
    'The links in the answer to a creation lead to another server.',
    mutateBody('servers.create', 'server', (server) => ({
      ...replaceWith(strangeId)(server),
      id: server['id'] ?? null,
    })),
  ),
  defineFault(
    'create-echoes-default',
    'servers.create.groups-echoed',
    'The answer to a creation names the group default whatever was asked for.',
    mutateBody('servers.create', 'server', fixed('security_groups', [{ name: 'default' }])),
  ),
  defineFault(
    'create-first-group-only',
    'servers.create.security-groups',
    'Of several groups only the first is heeded.',
  ),
  defineFault('create-root-maximum-doubled', 'servers.create.root-disk-maximum', 'A root disk may have 4 TB.'),
  defineFault(
    'create-windows-name-one-more',
    'servers.create.windows-name-limit',
    'Windows servers may have 16 characters.',
  ),
  defineFault(
    'update-loses-groups',
    'servers.update.single-attribute',
    'An update takes all security groups but one from the server.',
  ),
  defineFault(
    'update-refused-renames',
    'servers.update.name-length',
    'A name that is too long is refused, and cut and taken.',
  ),
  defineFault('add-group-replaces', 'groups.add.attaches', 'A group that is added replaces those that are there.'),
  defineFault(
    'add-group-again-fails',
    'groups.add.attaches',
    'Whoever adds a group again is answered 500.',
    mutateResponse('servers.action', (response, { body }) => {
      const isAgain = response.status === 400 && /is already on instance/.test(JSON.stringify(response.body))
      if (!isAgain || !isObject(body) || !('addSecurityGroup' in body)) return response
      return serverError
    }),
  ),
  defineFault('remove-group-takes-all', 'groups.remove.detaches', 'With one group all are taken away.'),
  defineFault(
    'attach-to-stopped-in-vain',
    'attachments.create.attaches',
    'A stopped server takes a volume and has none more.',
  ),
  defineFault(
    'attachments-offset-one-more',
    'attachments.list.offset',
    'An offset leaves out one attachment too many.',
  ),
  defineFault('create-image-metadata-lost', 'images.create.metadata', 'Metadata of a new image is thrown away.'),
]
