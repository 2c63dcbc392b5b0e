import { storeGroup } from '../../services/compute/server-groups.ts'
import { nameFilter } from '../../services/compute/servers/filters.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import type { OperationCall } from '../../services/operation.ts'
import { createImage } from '../../transitions/create-image.ts'
import { type Defect, defineFault, ofLaterEdition } from '../define-fault.ts'
import { type Edit, isObject } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateServer } from '../mutators.ts'
import { isListWith } from '../servers/list-filters.ts'
import type { ServerListOperation } from '../servers/lists.ts'

type Pairs = Readonly<Record<string, string>>

const eachValue = (pairs: Pairs, convert: (value: string) => string): Pairs =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, convert(value)]))

/** Compares names with a pattern as a text, if the pattern has a certain notation. */
const literalIn = (list: ServerListOperation, notation: RegExp): Defect =>
  nameFilter.overrideWhen(
    (call) => isListWith(list, 'name')(call) && notation.test(call.query.get('name') ?? ''),
    (_original, { query }) =>
      ({ name }) =>
        name.includes(query.get('name') ?? ''),
  )

/** Shows the values of metadata with composed characters. */
const withComposedMetadata: Edit = (server) => {
  const { metadata } = server
  if (!isObject(metadata)) return server
  const values = Object.entries(metadata).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.normalize('NFC') : value,
  ])
  return { ...server, metadata: Object.fromEntries(values) }
}

const isSetting: (call: OperationCall) => boolean = isCallOf('servers.metadata.set-item')

/** Faults that show only where a text has a certain character. */
export const punctuationFaults = [
  ofLaterEdition(
    defineFault(
      'deep-metadata-apostrophes-doubled',
      'metadata.set.changes',
      'An apostrophe in a value is stored twice.',
      replaceMetadata.overrideWhen(isSetting, (original, call, server, pairs) => {
        const key = call.param('key')
        original(call, server, { ...pairs, [key]: (pairs[key] ?? '').replaceAll("'", "''") })
      }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-plus-in-key-as-blank',
      'metadata.set.creates',
      'A plus sign in a key that is set is stored as a blank.',
      replaceMetadata.overrideWhen(isSetting, (original, call, server, pairs) =>
        original(
          call,
          server,
          Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key.replaceAll('+', ' '), value])),
        ),
      ),
    ),
  ),
  defineFault(
    'deep-metadata-composed',
    'servers.create.metadata',
    'A letter and its accent are shown as one character in the metadata of a server.',
    mutateServer(withComposedMetadata),
  ),
  defineFault(
    'deep-new-name-cut-at-hash',
    'servers.update.renames',
    'A name is shown up to its first number sign.',
    mutateServer((server) => ({ ...server, name: String(server['name']).split('#')[0] ?? '' })),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-name-without-backslashes',
      'server-groups.show.equals-create',
      'The name of a server group is stored without its backslashes.',
      storeGroup.override((original, call, group) =>
        original(call, { ...group, name: group.name.replaceAll('\\', '') }),
      ),
    ),
  ),
  defineFault(
    'deep-image-name-decoded',
    'images.create.named',
    'A plus sign in the name of an image is stored as a blank.',
    createImage.override((original, cloud, server, { name, metadata }) =>
      original(cloud, server, { name: name.replaceAll('+', ' '), metadata }),
    ),
  ),
  defineFault(
    'deep-image-metadata-without-markup',
    'images.create.metadata',
    'The metadata of an image are stored without what looks like mark-up.',
    createImage.override((original, cloud, server, { name, metadata }) =>
      original(cloud, server, { name, metadata: eachValue(metadata, (value) => value.replace(/<[^>]*>/g, '')) }),
    ),
  ),
  defineFault(
    'deep-list-name-repetition-literal',
    'servers.list.name-regex',
    'In servers.list, a plus sign in a name stands only for itself.',
    literalIn('servers.list', /\+/),
  ),
  defineFault(
    'deep-detail-name-group-literal',
    'servers.detail.name-regex',
    'In servers.detail, parentheses in a name stand only for themselves.',
    literalIn('servers.detail', /\(.*\)/),
  ),
]
