import { defineFault } from './define-fault.ts'
import { asObject, changed, changedList, type Edit, fixed, renamed, without } from './edits.ts'
import { mutateBody } from './mutators.ts'

const inCreated = (edit: Edit) => mutateBody('server-groups.create', 'server_group', edit)
const inShown = (edit: Edit) => mutateBody('server-groups.show', 'server_group', edit)
const inListed = (edit: Edit) => mutateBody('server-groups.list', 'server_groups.*', edit)
const inList = (edit: Edit) => mutateBody('server-groups.list', '', edit)

/** Faults of the representation of server groups, which the document has since edition 2026-05. */
export const serverGroupFieldFaults = [
  defineFault(
    'server-groups-create-renamed',
    'server-groups.create.object',
    'The wrapper of a created server group has another name.',
    mutateBody('server-groups.create', '', renamed('server_group', 'group')),
  ),
  defineFault(
    'server-groups-created-name-differs',
    'server-groups.create.as-requested',
    'The response to the creation of a server group has another name.',
    inCreated(changed('name', (name) => `another-${name}`)),
  ),
  defineFault(
    'server-groups-created-policy-differs',
    'server-groups.create.as-requested',
    'The response to the creation of a server group has another policy.',
    inCreated(fixed('policies', ['soft-anti-affinity'])),
  ),
  defineFault(
    'server-groups-list-empty',
    'server-groups.list.answers',
    'The list of server groups is always empty.',
    inList(fixed('server_groups', [])),
  ),
  defineFault(
    'server-groups-as-object',
    'server-groups.list.array',
    'The server groups are in an object instead of an array.',
    inList(asObject('server_groups')),
  ),
  defineFault(
    'server-groups-show-another',
    'server-groups.show.answers',
    'A shown server group has the id of another one.',
    inShown(fixed('id', '00000000-0000-4000-8000-000000000000')),
  ),
  defineFault(
    'server-groups-show-renamed',
    'server-groups.show.object',
    'The wrapper of a shown server group has another name.',
    mutateBody('server-groups.show', '', renamed('server_group', 'group')),
  ),
  defineFault(
    'server-groups-shown-name-cut',
    'server-groups.show.equals-create',
    'The name of a shown server group is truncated.',
    inShown(changed('name', (name) => String(name).slice(0, 12))),
  ),
  defineFault(
    'server-groups-id-missing',
    'server-groups.id',
    'A shown server group has no id.',
    inShown(without('id')),
  ),
  defineFault(
    'server-groups-name-missing',
    'server-groups.name',
    'A listed server group has no name.',
    inListed(without('name')),
  ),
  defineFault(
    'server-groups-policy-as-text',
    'server-groups.policies',
    'The policy of a shown server group is a text, as in later microversions of Nova.',
    inShown(fixed('policies', 'anti-affinity')),
  ),
  defineFault(
    'server-groups-members-missing',
    'server-groups.members',
    'A listed server group has no members.',
    inListed(without('members')),
  ),
  defineFault(
    'server-groups-metadata-filled',
    'server-groups.metadata',
    'The metadata of a server group have a pair.',
    inShown(fixed('metadata', { zone: 'any' })),
  ),
  defineFault(
    'deep-server-groups-list-other-policy',
    'server-groups.show.equals-create',
    'A listed server group has another policy than a created one.',
    inListed(fixed('policies', ['affinity'])),
  ),
  defineFault(
    'deep-server-groups-list-newest-only',
    'server-groups.list.answers',
    'The list of server groups has the newest one only.',
    inList(changedList('server_groups', (groups) => groups.slice(-1))),
  ),
  defineFault(
    'deep-server-groups-list-without-members',
    'server-groups.members.created',
    'The members of a listed server group are always empty.',
    inListed(fixed('members', [])),
  ),
]
