import { badRequest } from '../server/errors.ts'
import { planServer } from '../validation/server-plan.ts'
import { defineFault } from './define-fault.ts'
import { asObject, changedList, type Edit, fixed, isObject, without } from './edits.ts'
import { mutateBody } from './mutators.ts'

const inList = (edit: Edit) => mutateBody('zones.list', '', edit)
const inZone = (edit: Edit) => mutateBody('zones.list', 'availabilityZoneInfo.*', edit)

/** Faults of availability zones. */
export const zoneFaults = [
  defineFault(
    'zones-list-empty',
    'zones.list.answers',
    'The list of zones is empty.',
    inList(fixed('availabilityZoneInfo', [])),
  ),
  defineFault(
    'zones-as-object',
    'zones.list.array',
    'The zones are in an object instead of an array.',
    inList(asObject('availabilityZoneInfo')),
  ),
  defineFault(
    'zones-hosts-exposed',
    'zones.hosts',
    'Zones show their hosts to every user.',
    inZone(fixed('hosts', { host: {} })),
  ),
  defineFault('zones-name-missing', 'zones.name', 'Zones have no name.', inZone(without('zoneName'))),
  defineFault(
    'zones-last-name-empty',
    'zones.name',
    'The name of the last zone is empty.',
    inList(
      changedList('availabilityZoneInfo', (zones) =>
        zones.map((zone, index) => (index === zones.length - 1 && isObject(zone) ? { ...zone, zoneName: '' } : zone)),
      ),
    ),
  ),
  defineFault(
    'zones-name-repeated',
    'zones.name-unique',
    'All zones have the same name.',
    inZone(fixed('zoneName', 'kr-pub-a')),
  ),
  defineFault('zones-state-missing', 'zones.state', 'Zones have no state.', inZone(without('zoneState'))),
  defineFault(
    'zones-available-as-text',
    'zones.available',
    'The availability of a zone is a string.',
    mutateBody('zones.list', 'availabilityZoneInfo.*.zoneState', fixed('available', 'true')),
  ),
  defineFault(
    'zones-last-unusable',
    'zones.usable-on-create',
    'The last zone is listed, but no server can be created in it.',
    planServer.overrideWhen(
      ({ zones }, _user, { zone }) => zone === zones.at(-1),
      () => {
        throw badRequest('The requested availability zone is not available')
      },
    ),
  ),
]
