import { storeGroup } from '../../services/compute/server-groups.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import type { OperationCall } from '../../services/operation.ts'
import { createImage } from '../../transitions/create-image.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { asciiOnly } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateBody } from '../mutators.ts'

type Pairs = Readonly<Record<string, string>>

const entriesWhere = (pairs: Pairs, isKept: (key: string, value: string) => boolean): Pairs =>
  Object.fromEntries(Object.entries(pairs).filter(([key, value]) => isKept(key, value)))

const isSetting: (call: OperationCall) => boolean = isCallOf('servers.metadata.set-item')

/** Faults in which names, keys and values of certain forms are lost or changed. */
export const unusualValueFaults = [
  defineFault(
    'deep-image-name-cut',
    'images.create.named',
    'The name of an image is cut after 60 characters.',
    createImage.override((original, cloud, server, request) =>
      original(cloud, server, { ...request, name: request.name.slice(0, 60) }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-keys-in-ascii',
      'metadata.set.creates',
      'Keys that are set have question marks in place of non-ASCII characters.',
      replaceMetadata.override((original, call, server, pairs) => {
        const keys = Object.entries(pairs).map(([key, value]) => [asciiOnly(key), value])
        original(call, server, Object.fromEntries(keys))
      }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-digits-as-number',
      'metadata.item',
      'A value of digits is a number in the response for a single pair.',
      mutateBody('servers.metadata.item', 'meta', (meta) => {
        const read = Object.entries(meta).map(([key, value]) => [
          key,
          /^\d+$/.test(String(value)) ? Number(value) : value,
        ])
        return Object.fromEntries(read)
      }),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-metadata-same-value-deleted',
      'metadata.delete.keeps-others',
      'Deleting a pair deletes all pairs with the same value.',
      replaceMetadata.overrideWhen(isCallOf('servers.metadata.delete-item'), (original, call, server, pairs) => {
        const deleted = server.metadata[call.param('key')]
        const others = entriesWhere(pairs, (_key, value) => value !== deleted)
        original(call, server, others)
      }),
    ),
  ),
  ofLaterEdition(
    defineStatefulFault(
      'deep-metadata-former-value-unset',
      'metadata.set.changes',
      'A value that an existing pair has had before is not stored again.',
      () => {
        const former = new Map<string, Set<string>>()
        return [
          replaceMetadata.overrideWhen(isSetting, (original, call, server, pairs) => {
            const key = call.param('key')
            const value = pairs[key] ?? ''
            const values = former.get(`${server.id} ${key}`) ?? new Set()
            if (!values.has(value) || server.metadata[key] === undefined) original(call, server, pairs)
            former.set(`${server.id} ${key}`, values.add(value))
          }),
        ]
      },
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-server-groups-name-cut',
      'server-groups.show.equals-create',
      'Only the first 64 characters of the name of a server group are stored.',
      storeGroup.override((original, call, group) => original(call, { ...group, name: group.name.slice(0, 64) })),
    ),
  ),
]
