import { readCreateRequest } from '../../validation/server-create.ts'
import { type Defect, defineFault } from '../define-fault.ts'
import { asciiOnly, changed } from '../edits.ts'
import { mutateBody, mutateServer } from '../mutators.ts'
import { completedWith, inDetail } from './conditions.ts'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Shows names in another form wherever a server is shown. */
function namesShown(change: (name: string) => string): readonly [Defect, Defect] {
  const edit = changed('name', (name) => change(String(name)))
  return [mutateServer(edit), mutateBody('servers.list', 'servers.*', edit)]
}

/** Changes the values of the metadata that a server is created with. */
const metadataStored = (change: (value: string) => string): Defect =>
  readCreateRequest.override((original, cloud, body) => {
    const request = original(cloud, body)
    const pairs = Object.entries(request.metadata).map(([key, value]) => [key, change(value)])
    return { ...request, metadata: Object.fromEntries(pairs) }
  })

/** Faults of unusual requested values: characters that other formats escape, a second interface. */
export const writtenValueFaults = [
  defineFault(
    'deep-names-escaped',
    'servers.update.renames',
    'Names are shown with entities in place of ampersands and angle brackets.',
    ...namesShown(escaped),
  ),
  defineFault(
    'deep-detail-names-escaped',
    'servers.show.equals-detail',
    'The detailed list shows names with entities in place of ampersands and angle brackets.',
    inDetail(changed('name', (name) => escaped(String(name)))),
  ),
  defineFault(
    'deep-list-names-in-ascii',
    'servers.list.name-shown',
    'The list shows names with question marks in place of non-ASCII characters.',
    mutateBody(
      'servers.list',
      'servers.*',
      changed('name', (name) => asciiOnly(name)),
    ),
  ),
  defineFault(
    'deep-metadata-values-trimmed',
    'servers.create.metadata',
    'Spaces at both ends of a value of metadata are lost.',
    metadataStored((value) => value.trim()),
  ),
  defineFault(
    'deep-second-interface-in-default-group',
    'servers.create.security-groups',
    'Only the first interface of a server has the security groups of the request, the others have default.',
    completedWith('create', ({ networking }, { id, tenantId }) => {
      const groupIds = networking.security.find(tenantId, 'default').map((group) => group.id)
      for (const port of networking.ports.of(id).slice(1)) port.groupIds = groupIds
    }),
  ),
]
