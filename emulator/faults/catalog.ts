import { refusal } from './answers.ts'
import { asObject, changed, fixed, inBody, inReply, insteadOfSuccess, isObject, onlySelf, without } from './edits.ts'
import { row } from './fault.ts'

const inVersion = (change: Parameters<typeof inBody>[2]) => inBody('versions.list', 'versions.*', change)
const inFlavor = (change: Parameters<typeof inBody>[2]) => inBody('flavors.list', 'flavors.*', change)
const inZone = (change: Parameters<typeof inBody>[2]) => inBody('zones.list', 'availabilityZoneInfo.*', change)

/** Leaves out the version with an id. */
function withoutVersion(id: string) {
  return inBody(
    'versions.list',
    '',
    changed('versions', (versions) =>
      Array.isArray(versions) ? versions.filter((version) => version.id !== id) : versions,
    ),
  )
}

/** Defects of versions. */
export const versionFaults = [
  row(
    'versions-forbidden',
    'versions.list.answers',
    'GET / is answered 403.',
    insteadOfSuccess('versions.list', refusal(403, 'forbidden', 'The versions are nobody’s business.')),
  ),
  row(
    'versions-need-token',
    'versions.no-token',
    'GET / needs a token.',
    inReply('versions.list', (reply, { request }) =>
      request.header('x-auth-token') !== undefined ? reply : refusal(401, 'unauthorized', 'A token is needed.'),
    ),
  ),
  row(
    'versions-empty',
    'versions.list.array',
    'The list is empty.',
    inBody('versions.list', '', fixed('versions', [])),
  ),
  row(
    'versions-id-bare',
    'versions.id',
    'A third version has a bare number for an id.',
    inBody(
      'versions.list',
      '',
      changed('versions', (versions) =>
        Array.isArray(versions) ? [...versions, { ...versions[0], id: '3' }] : versions,
      ),
    ),
  ),
  row('versions-links-missing', 'versions.links', 'Versions have no links.', inVersion(without('links'))),
  row('versions-status-unknown', 'versions.status', 'A status does not exist.', inVersion(fixed('status', 'STABLE'))),
  row('versions-range-missing', 'versions.range', 'Versions have no min_version.', inVersion(without('min_version'))),
  row(
    'versions-updated-as-date',
    'versions.updated',
    'The time of a version is a bare date.',
    inVersion(changed('updated', (time) => String(time).slice(0, 10))),
  ),
  row('versions-v2-missing', 'versions.v2', 'There is no version v2.0.', withoutVersion('v2.0')),
  row('versions-v21-missing', 'versions.v21', 'There is no version v2.1.', withoutVersion('v2.1')),
]

/** Defects of flavors. */
export const flavorFaults = [
  row(
    'flavors-list-empty',
    'flavors.list.answers',
    'There are no flavors.',
    inBody('flavors.list', '', fixed('flavors', [])),
  ),
  row(
    'flavors-listed-twice',
    'flavors.list.answers',
    'The first flavor is in the whole list twice.',
    inReply('flavors.list', (reply, { request }) => {
      const isPart = /[?&](limit|marker|minDisk|minRam)=/.test(request.url)
      const all = isObject(reply.body) ? reply.body['flavors'] : undefined
      return isPart || !Array.isArray(all) ? reply : { ...reply, body: { flavors: [...all, ...all.slice(0, 1)] } }
    }),
  ),
  row(
    'flavors-as-object',
    'flavors.list.array',
    'Flavors are no list.',
    inBody('flavors.list', '', asObject('flavors')),
  ),
  row('flavors-id-as-number', 'flavors.id', 'The id of a flavor is a number.', inFlavor(fixed('id', 1))),
  row(
    'flavors-bookmark-missing',
    'flavors.links',
    'Flavors have a self link only.',
    inFlavor(changed('links', onlySelf)),
  ),
  row('flavors-name-missing', 'flavors.name', 'Flavors have no name.', inFlavor(without('name'))),
  row('flavors-min-disk-ignored', 'flavors.list.min-disk', 'minDisk leaves no flavor out.'),
  row(
    'flavors-min-disk-lost-beside-min-ram',
    'flavors.list.min-disk',
    'minDisk leaves no flavor out where there is a minRam too.',
  ),
  row('flavors-min-ram-ignored', 'flavors.list.min-ram', 'minRam leaves no flavor out.'),
  row('flavors-limit-ignored', 'flavors.list.limit', 'A page of flavors is longer than its limit.'),
  row(
    'flavors-page-empty-beside-min-ram',
    'flavors.list.limit',
    'A page of flavors is empty where there is a minRam too.',
    inReply('flavors.list', (reply, { request }) => {
      const { searchParams } = new URL(request.url)
      const isMeant = reply.status === 200 && searchParams.has('limit') && searchParams.has('minRam')
      return isMeant && isObject(reply.body) ? { ...reply, body: { ...reply.body, flavors: [] } } : reply
    }),
  ),
  row('flavors-marker-skips', 'flavors.list.marker', 'A page of flavors leaves out the first one after its marker.'),
  row('flavors-marker-ignored', 'flavors.list.marker', 'Every page of flavors is the first.'),
  row('flavors-bad-query-accepted', 'flavors.list.bad-query-refused', 'A malformed limit or marker is ignored.'),
]

/** Defects of availability zones. */
export const zoneFaults = [
  row(
    'zones-list-empty',
    'zones.list.answers',
    'There are no zones.',
    inBody('zones.list', '', fixed('availabilityZoneInfo', [])),
  ),
  row(
    'zones-as-object',
    'zones.list.array',
    'Zones are no list.',
    inBody('zones.list', '', asObject('availabilityZoneInfo')),
  ),
  row(
    'zones-hosts-exposed',
    'zones.hosts',
    'Zones show their hosts to everybody.',
    inZone(fixed('hosts', { host: {} })),
  ),
  row('zones-name-missing', 'zones.name', 'Zones have no name.', inZone(without('zoneName'))),
  row('zones-name-repeated', 'zones.name-unique', 'All zones have one name.', inZone(fixed('zoneName', 'kr-pub-a'))),
  row('zones-state-missing', 'zones.state', 'Zones have no state.', inZone(without('zoneState'))),
  row(
    'zones-available-as-text',
    'zones.available',
    'Whether a zone is available is a string.',
    inBody('zones.list', 'availabilityZoneInfo.*.zoneState', fixed('available', 'true')),
  ),
  row('zones-last-unusable', 'zones.usable-on-create', 'The last zone is listed, and no server can be made in it.'),
]
