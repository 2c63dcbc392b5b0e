import { ok } from '../../server/response.ts'
import { replaceMetadata } from '../../services/compute/servers/metadata.ts'
import { defineFault, defineStatefulFault } from '../define-fault.ts'
import { changed, type Edit, fixed, isObject } from '../edits.ts'
import { acceptIf, errorMessage, mutateBody, mutateResponse } from '../mutators.ts'
import { errorResponse } from '../responses.ts'

type Pairs = Readonly<Record<string, string>>

const countOf = (pairs: Pairs): number => Object.keys(pairs).length

/** Returns the key of the pair that a request is about, from its path. */
const keyIn = (url: string): string => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')

const withOtherValue: Edit = (meta) => Object.fromEntries(Object.keys(meta).map((key) => [key, 'another value']))

/** A key that a server has from its image. */
const keyOfImage = /\/metadata\/(os_|image_|volume_|login_|hypervisor_|monitoring_|description)/

/** Faults of operations that the document has since its edition of May 2026. */
export const metadataFaults = [
  defineFault(
    'metadata-list-empty',
    'metadata.list.answers',
    'The list of metadata is always empty.',
    mutateBody('servers.metadata', '', fixed('metadata', {})),
  ),
  defineFault(
    'metadata-pair-of-image-unfound',
    'metadata.show.answers',
    'A pair that a server has from its image is listed, and is not shown by itself.',
    mutateResponse('servers.metadata.item', (response, { request }) =>
      keyOfImage.test(request.url) ? errorResponse(404, 'itemNotFound', 'Metadata item was not found') : response,
    ),
  ),
  defineFault(
    'metadata-list-as-array',
    'metadata.list.object',
    'The metadata are an array of pairs.',
    mutateBody(
      'servers.metadata',
      '',
      changed('metadata', (pairs) =>
        isObject(pairs) ? Object.entries(pairs).map((pair) => [...pair].map(String)) : pairs,
      ),
    ),
  ),
  defineFault(
    'metadata-list-has-more',
    'metadata.list.equals-show',
    'The list of metadata has a pair that the server does not show.',
    mutateBody('servers.metadata', 'metadata', fixed('listed', 'yes')),
  ),
  defineFault(
    'metadata-show-other-value',
    'metadata.show.answers',
    'Another value is shown for a key.',
    mutateBody('servers.metadata.item', 'meta', withOtherValue),
  ),
  defineFault(
    'metadata-item-two-pairs',
    'metadata.item',
    'A single pair comes with a second one.',
    mutateBody('servers.metadata.item', 'meta', fixed('note', 'second')),
  ),
  defineFault(
    'metadata-set-creates-nothing',
    'metadata.set.creates',
    'A new pair is not stored.',
    replaceMetadata.overrideWhen(
      (_call, { metadata }, pairs) => countOf(pairs) > countOf(metadata),
      () => undefined,
    ),
  ),
  defineFault(
    'metadata-set-changes-nothing',
    'metadata.set.changes',
    'The value of an existing key stays as it is.',
    replaceMetadata.overrideWhen(
      (_call, { metadata }, pairs) => countOf(pairs) === countOf(metadata),
      () => undefined,
    ),
  ),
  defineFault(
    'metadata-set-forgets-others',
    'metadata.set.keeps-others',
    'Setting a new pair removes all others.',
    replaceMetadata.override((original, call, server, pairs) => {
      const added = Object.entries(pairs).filter(([key]) => !Object.hasOwn(server.metadata, key))
      original(call, server, added.length === 0 ? pairs : Object.fromEntries(added))
    }),
  ),
  defineFault(
    'metadata-set-answers-other-value',
    'metadata.set.answer',
    'The response to a change of metadata has another value.',
    mutateBody('servers.metadata.set-item', 'meta', withOtherValue),
  ),
  defineFault(
    'metadata-set-without-meta-accepted',
    'metadata.set.wrapper-required',
    'A change of metadata without the object meta is accepted.',
    acceptIf(
      'servers.metadata.set-item',
      ({ request }) => ok({ meta: { [keyIn(request.url)]: '' } }),
      (body) => isObject(body) && !('meta' in body),
    ),
  ),
  defineFault(
    'metadata-set-long-value-accepted',
    'metadata.set.limit',
    'A value of 256 characters is accepted.',
    acceptIf(
      'servers.metadata.set-item',
      ({ request }) => ok({ meta: { [keyIn(request.url)]: '' } }),
      (body) =>
        isObject(body) &&
        isObject(body['meta']) &&
        Object.values(body['meta']).some((value) => String(value).length > 255),
    ),
  ),
  defineFault(
    'metadata-delete-removes-nothing',
    'metadata.delete.removes',
    'A pair that is deleted stays.',
    replaceMetadata.overrideWhen(
      (_call, { metadata }, pairs) => countOf(pairs) < countOf(metadata),
      () => undefined,
    ),
  ),
  defineFault(
    'metadata-delete-removes-all',
    'metadata.delete.keeps-others',
    'Deleting a pair deletes all of them.',
    replaceMetadata.override((original, call, server, pairs) =>
      original(call, server, countOf(pairs) < countOf(server.metadata) ? {} : pairs),
    ),
  ),
  defineFault(
    'metadata-delete-answers-body',
    'metadata.delete.empty-body',
    'The response to the deletion of a pair has a body.',
    mutateResponse('servers.metadata.delete-item', (response) =>
      response.status === 204 ? { ...response, status: 202, body: { deleted: true } } : response,
    ),
  ),
  defineFault(
    'metadata-unknown-key-shown',
    'metadata.unknown-refused',
    'A key that the server does not have is shown as an empty text.',
    mutateResponse('servers.metadata.item', (response, { request }) =>
      errorMessage(response) === 'Metadata item was not found' ? ok({ meta: { [keyIn(request.url)]: '' } }) : response,
    ),
  ),
  defineStatefulFault(
    'metadata-item-keeps-first-value',
    'metadata.set.changes',
    'A single pair is shown with its first value, whatever it was changed to.',
    () => {
      const first = new Map<string, string>()
      const path = (url: string) => new URL(url).pathname
      return [
        mutateResponse('servers.metadata.set-item', (response, { request, body }) => {
          const meta = isObject(body) && isObject(body['meta']) ? body['meta'] : {}
          const value = meta[keyIn(request.url)]
          if (response.status < 300 && typeof value === 'string' && !first.has(path(request.url)))
            first.set(path(request.url), value)
          return response
        }),
        mutateResponse('servers.metadata.item', (response, { request }) => {
          const value = first.get(path(request.url))
          return response.status === 200 && value !== undefined
            ? ok({ meta: { [keyIn(request.url)]: value } })
            : response
        }),
      ]
    },
  ),
  defineStatefulFault(
    'metadata-list-keeps-deleted',
    'metadata.delete.removes',
    'The list of metadata has the pair that was deleted last, until another one is set.',
    () => {
      const deleted = new Map<string, string>()
      const serverIn = (url: string) => /\/servers\/([^/]+)/.exec(url)?.[1] ?? ''
      return [
        mutateResponse('servers.metadata.delete-item', (response, { request }) => {
          if (response.status < 300) deleted.set(serverIn(request.url), keyIn(request.url))
          return response
        }),
        mutateResponse('servers.metadata.set-item', (response, { request }) => {
          deleted.delete(serverIn(request.url))
          return response
        }),
        mutateResponse('servers.metadata', (response, { request }) => {
          const key = deleted.get(serverIn(request.url))
          const metadata =
            isObject(response.body) && isObject(response.body['metadata']) ? response.body['metadata'] : {}
          return key === undefined ? response : ok({ metadata: { ...metadata, [key]: 'deleted' } })
        }),
      ]
    },
  ),
]
