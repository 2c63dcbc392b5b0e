import { noContent, ok } from '../../server/response.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import type { OperationCall } from '../../services/operation.ts'
import type { Server } from '../../state/servers.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { asciiOnly, changed, isObject } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { changeStatus, mutateBody, mutateResponse } from '../mutators.ts'
import { badRequestResponse, errorResponse } from '../responses.ts'
import { completedWith } from './conditions.ts'

const pathOf = (url: string): string => new URL(url).pathname

/** Returns the member of the body of a request that has the pair. */
const metaIn = (body: unknown) => (isObject(body) && isObject(body['meta']) ? body['meta'] : undefined)

const isDeletion = ({ operation }: OperationCall): boolean => operation === 'servers.metadata.delete-item'

/** Faults of metadata and server groups for certain keys, values or statuses only. */
export const deepMetadataFaults = [
  defineStatefulFault(
    'deep-metadata-set-answers-value-before',
    'metadata.set.answer',
    'The response to the change of an existing pair has its value from before.',
    () => {
      const values = new Map<string, NonNullable<ReturnType<typeof metaIn>>>()
      return [
        mutateResponse('servers.metadata.set-item', (response, { request, body }) => {
          const path = pathOf(request.url)
          const [meta, before] = [metaIn(body), values.get(path)]
          if (response.status >= 300 || meta === undefined) return response
          values.set(path, meta)
          return before === undefined ? response : ok({ meta: before })
        }),
        mutateResponse('servers.metadata.delete-item', (response, { request }) => {
          values.delete(pathOf(request.url))
          return response
        }),
      ]
    },
  ),
  defineFault(
    'deep-metadata-values-in-ascii',
    'metadata.set.changes',
    'A value that is set has question marks in place of non-ASCII characters.',
    replaceMetadata.override((original, call, server, pairs) =>
      original(call, server, Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, asciiOnly(value)]))),
    ),
  ),
  defineFault(
    'deep-metadata-set-key-folded',
    'metadata.set.creates',
    'The key of a pair that is set is stored in lower case.',
    replaceMetadata.override((original, call, server, pairs) =>
      original(
        call,
        server,
        Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key.toLowerCase(), value])),
      ),
    ),
  ),
  defineFault(
    'deep-metadata-set-long-key-accepted',
    'metadata.set.limit',
    'A pair with a key of 256 characters is accepted, and not stored.',
    mutateResponse('servers.metadata.set-item', (response, { body }) => {
      const meta = metaIn(body)
      const isLong = meta !== undefined && Object.keys(meta).some((key) => key.length === 256)
      return isLong && response.status === 400 ? ok({ meta }) : response
    }),
  ),
  defineFault(
    'deep-metadata-set-longest-key-rejected',
    'metadata.set.limit',
    'A pair with a key of more than 64 characters is rejected.',
    mutateResponse('servers.metadata.set-item', (response, { body }) =>
      Object.keys(metaIn(body) ?? {}).some((key) => key.length > 64) ? badRequestResponse : response,
    ),
  ),
  defineFault(
    'deep-metadata-key-with-dot-unfound',
    'metadata.show.answers',
    'A pair whose key has a dot is not shown by itself.',
    mutateResponse('servers.metadata.item', (response, { request }) =>
      /\.[^/]*$/.test(pathOf(request.url))
        ? errorResponse(404, 'itemNotFound', 'Metadata item was not found')
        : response,
    ),
  ),
  defineStatefulFault(
    'deep-metadata-deleted-pair-shown',
    'metadata.delete.removes',
    'A pair that was shown by itself is still shown after its deletion.',
    () => {
      const shown = new Map<string, ReturnType<typeof ok>>()
      const deleted = new Set<string>()
      return [
        mutateResponse('servers.metadata.delete-item', (response, { request }) => {
          if (response.status === noContent.status) deleted.add(pathOf(request.url))
          return response
        }),
        mutateResponse('servers.metadata.item', (response, { request }) => {
          const path = pathOf(request.url)
          if (response.status === 200) shown.set(path, response)
          return response.status === 404 && deleted.has(path) ? (shown.get(path) ?? response) : response
        }),
      ]
    },
  ),
  defineFault(
    'deep-metadata-deleted-by-beginning',
    'metadata.delete.keeps-others',
    'Deleting a pair deletes all pairs whose keys begin with its key.',
    replaceMetadata.overrideWhen(isDeletion, (original, call, server, pairs) => {
      const others = Object.entries(pairs).filter(([key]) => !key.startsWith(call.param('key')))
      return original(call, server, Object.fromEntries(others))
    }),
  ),
  defineStatefulFault(
    'deep-metadata-deleted-key-unset',
    'metadata.set.creates',
    'A pair is not stored if the server had a pair with the same key before.',
    () => {
      const deleted = new Set<string>()
      const pairOf = (call: OperationCall, { id }: Server) => `${id} ${call.param('key')}`
      return [
        replaceMetadata.observe((call, server) => {
          if (isDeletion(call)) deleted.add(pairOf(call, server))
        }),
        replaceMetadata.overrideWhen(
          (call, server) => !isDeletion(call) && deleted.has(pairOf(call, server)),
          () => undefined,
        ),
      ]
    },
  ),
  defineFault(
    'deep-metadata-long-value-cut',
    'metadata.set.changes',
    'Only the first 200 characters of a value are stored when it is set.',
    replaceMetadata.override((original, call, server, pairs) => {
      const cut = Object.entries(pairs).map(([key, value]) => [key, value.slice(0, 200)])
      original(call, server, Object.fromEntries(cut))
    }),
  ),
  defineFault(
    'deep-metadata-of-stopped-server-unset',
    'metadata.set.creates',
    'A pair that is set for a server that is stopped is not stored.',
    replaceMetadata.overrideWhen(
      (_call, { vmState }) => vmState === 'stopped',
      () => undefined,
    ),
  ),
  defineFault(
    'deep-server-groups-name-in-ascii',
    'server-groups.create.as-requested',
    'The response to the creation of a server group has a name with question marks in place of non-ASCII characters.',
    mutateBody('server-groups.create', 'server_group', changed('name', asciiOnly)),
  ),
  defineFault(
    'deep-metadata-empty-value-removes',
    'metadata.set.changes',
    'Setting a pair to an empty value removes it.',
    replaceMetadata.overrideWhen(isCallOf('servers.metadata.set-item'), (original, call, server, pairs) =>
      original(call, server, Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== ''))),
    ),
  ),
  defineFault(
    'deep-metadata-values-set-trimmed',
    'metadata.set.changes',
    'Spaces at both ends of a value are lost when it is set.',
    replaceMetadata.overrideWhen(isCallOf('servers.metadata.set-item'), (original, call, server, pairs) =>
      original(call, server, Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, value.trim()]))),
    ),
  ),
  defineStatefulFault(
    'deep-metadata-created-not-deleted',
    'metadata.delete.removes',
    'A pair of the create request is not deleted.',
    () => {
      const created = new Map<string, Server['metadata']>()
      return [
        completedWith('create', (_cloud, { id, metadata }) => void created.set(id, metadata)),
        replaceMetadata.overrideWhen(isDeletion, (original, call, server, pairs) =>
          original(call, server, { ...created.get(server.id), ...pairs }),
        ),
      ]
    },
  ),
  ofLaterEdition(
    defineFault(
      'deep-unknown-pair-as-bad-request',
      'status.not-found',
      'The response for a pair of metadata that does not exist is 400.',
      changeStatus('servers.metadata.item', 404, 400),
      changeStatus('servers.metadata.delete-item', 404, 400),
    ),
  ),
]
