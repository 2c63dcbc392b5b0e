import { defineFault } from './define-fault.ts'
import {
  asObject,
  changed,
  fixed,
  insteadOfSuccess,
  isObject,
  mutateBody,
  mutateResponse,
  onlySelf,
  without,
} from './mutators.ts'
import { refusal } from './responses.ts'

const inVersion = (change: Parameters<typeof mutateBody>[2]) => mutateBody('versions.list', 'versions.*', change)
const inFlavor = (change: Parameters<typeof mutateBody>[2]) => mutateBody('flavors.list', 'flavors.*', change)
const inZone = (change: Parameters<typeof mutateBody>[2]) => mutateBody('zones.list', 'availabilityZoneInfo.*', change)

/** Leaves out the version with an id. */
function withoutVersion(id: string) {
  return mutateBody(
    'versions.list',
    '',
    changed('versions', (versions) =>
      Array.isArray(versions) ? versions.filter((version) => version.id !== id) : versions,
    ),
  )
}

/** Defects of versions. */
export const versionFaults = [
  defineFault(
    'versions-forbidden',
    'versions.list.answers',
    'GET / is answered 403.',
    insteadOfSuccess('versions.list', refusal(403, 'forbidden', 'The versions are nobody’s business.')),
  ),
  defineFault(
    'versions-need-token',
    'versions.no-token',
    'GET / needs a token.',
    mutateResponse('versions.list', (response, { request }) =>
      request.header('x-auth-token') !== undefined ? response : refusal(401, 'unauthorized', 'A token is needed.'),
    ),
  ),
  defineFault(
    'versions-empty',
    'versions.list.array',
    'The list is empty.',
    mutateBody('versions.list', '', fixed('versions', [])),
  ),
  defineFault(
    'versions-id-bare',
    'versions.id',
    'A third version has a bare number for an id.',
    mutateBody(
      'versions.list',
      '',
      changed('versions', (versions) =>
        Array.isArray(versions) ? [...versions, { ...versions[0], id: '3' }] : versions,
      ),
    ),
  ),
  defineFault('versions-links-missing', 'versions.links', 'Versions have no links.', inVersion(without('links'))),
  defineFault(
    'versions-status-unknown',
    'versions.status',
    'A status does not exist.',
    inVersion(fixed('status', 'STABLE')),
  ),
  defineFault(
    'versions-range-missing',
    'versions.range',
    'Versions have no min_version.',
    inVersion(without('min_version')),
  ),
  defineFault(
    'versions-updated-as-date',
    'versions.updated',
    'The time of a version is a bare date.',
    inVersion(changed('updated', (time) => String(time).slice(0, 10))),
  ),
  defineFault('versions-v2-missing', 'versions.v2', 'There is no version v2.0.', withoutVersion('v2.0')),
  defineFault('versions-v21-missing', 'versions.v21', 'There is no version v2.1.', withoutVersion('v2.1')),
]

/** Defects of flavors. */
export const flavorFaults = [
  defineFault(
    'flavors-list-empty',
    'flavors.list.answers',
    'There are no flavors.',
    mutateBody('flavors.list', '', fixed('flavors', [])),
  ),
  defineFault(
    'flavors-listed-twice',
    'flavors.list.answers',
    'The first flavor is in the whole list twice.',
    mutateResponse('flavors.list', (response, { request }) => {
      const isPart = /[?&](limit|marker|minDisk|minRam)=/.test(request.url)
      const all = isObject(response.body) ? response.body['flavors'] : undefined
      return isPart || !Array.isArray(all) ? response : { ...response, body: { flavors: [...all, ...all.slice(0, 1)] } }
    }),
  ),
  defineFault(
    'flavors-as-object',
    'flavors.list.array',
    'Flavors are no list.',
    mutateBody('flavors.list', '', asObject('flavors')),
  ),
  defineFault('flavors-id-as-number', 'flavors.id', 'The id of a flavor is a number.', inFlavor(fixed('id', 1))),
  defineFault(
    'flavors-bookmark-missing',
    'flavors.links',
    'Flavors have a self link only.',
    inFlavor(changed('links', onlySelf)),
  ),
  defineFault('flavors-name-missing', 'flavors.name', 'Flavors have no name.', inFlavor(without('name'))),
  defineFault('flavors-min-disk-ignored', 'flavors.list.min-disk', 'minDisk leaves no flavor out.'),
  defineFault(
    'flavors-min-disk-lost-beside-min-ram',
    'flavors.list.min-disk',
    'minDisk leaves no flavor out where there is a minRam too.',
  ),
  defineFault('flavors-min-ram-ignored', 'flavors.list.min-ram', 'minRam leaves no flavor out.'),
  defineFault('flavors-limit-ignored', 'flavors.list.limit', 'A page of flavors is longer than its limit.'),
  defineFault(
    'flavors-page-empty-beside-min-ram',
    'flavors.list.limit',
    'A page of flavors is empty where there is a minRam too.',
    mutateResponse('flavors.list', (response, { request }) => {
      const { searchParams } = new URL(request.url)
      const isMeant = response.status === 200 && searchParams.has('limit') && searchParams.has('minRam')
      return isMeant && isObject(response.body) ? { ...response, body: { ...response.body, flavors: [] } } : response
    }),
  ),
  defineFault(
    'flavors-marker-skips',
    'flavors.list.marker',
    'A page of flavors leaves out the first one after its marker.',
  ),
  defineFault('flavors-marker-ignored', 'flavors.list.marker', 'Every page of flavors is the first.'),
  defineFault(
    'flavors-bad-query-accepted',
    'flavors.list.bad-query-refused',
    'A malformed limit or marker is ignored.',
  ),
]

/** Defects of availability zones. */
export const zoneFaults = [
  defineFault(
    'zones-list-empty',
    'zones.list.answers',
    'There are no zones.',
    mutateBody('zones.list', '', fixed('availabilityZoneInfo', [])),
  ),
  defineFault(
    'zones-as-object',
    'zones.list.array',
    'Zones are no list.',
    mutateBody('zones.list', '', asObject('availabilityZoneInfo')),
  ),
  defineFault(
    'zones-hosts-exposed',
    'zones.hosts',
    'Zones show their hosts to everybody.',
    inZone(fixed('hosts', { host: {} })),
  ),
  defineFault('zones-name-missing', 'zones.name', 'Zones have no name.', inZone(without('zoneName'))),
  defineFault(
    'zones-name-repeated',
    'zones.name-unique',
    'All zones have one name.',
    inZone(fixed('zoneName', 'kr-pub-a')),
  ),
  defineFault('zones-state-missing', 'zones.state', 'Zones have no state.', inZone(without('zoneState'))),
  defineFault(
    'zones-available-as-text',
    'zones.available',
    'Whether a zone is available is a string.',
    mutateBody('zones.list', 'availabilityZoneInfo.*.zoneState', fixed('available', 'true')),
  ),
  defineFault(
    'zones-last-unusable',
    'zones.usable-on-create',
    'The last zone is listed, and no server can be made in it.',
  ),
]
