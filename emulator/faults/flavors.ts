import { readMinDisk, readMinRam } from '../services/compute/flavors.ts'
import { defineFault } from './define-fault.ts'
import { asObject, changedList, type Edit, fixed, isObject, onlySelfLink, without } from './edits.ts'
import { badPagingAccepted, hasEmptyValue, isCallOf, limitIgnored, markerIgnored, markerSkips } from './list-queries.ts'
import { mutateBody, mutateResponse } from './mutators.ts'
import { errorResponse, serverErrorResponse } from './responses.ts'

const inList = (edit: Edit) => mutateBody('flavors.list', '', edit)
const inFlavor = (edit: Edit) => mutateBody('flavors.list', 'flavors.*', edit)

const isList = isCallOf('flavors.list')

const isEmptyList = (body: unknown): boolean =>
  isObject(body) && Array.isArray(body['flavors']) && body['flavors'].length === 0

const parametersOf = (url: string): URLSearchParams => new URL(url).searchParams

export const flavorFaults = [
  defineFault(
    'flavors-list-empty',
    'flavors.list.answers',
    'The list of flavors is always empty.',
    inList(fixed('flavors', [])),
  ),
  defineFault(
    'flavors-listed-twice',
    'flavors.list.answers',
    'The unfiltered list contains the first flavor twice.',
    mutateResponse('flavors.list', (response, context) => {
      const isPart = ['limit', 'marker', 'minDisk', 'minRam'].some((name) =>
        parametersOf(context.request.url).has(name),
      )
      const repeatFirst = inList(changedList('flavors', (flavors) => [...flavors, ...flavors.slice(0, 1)]))
      return isPart ? response : repeatFirst.change(response, context)
    }),
  ),
  defineFault(
    'flavors-none-not-found',
    'flavors.list.answers',
    'A list that no flavor fits in is 404.',
    mutateResponse('flavors.list', (response) =>
      response.status === 200 && isEmptyList(response.body)
        ? errorResponse(404, 'itemNotFound', 'No flavors were found.')
        : response,
    ),
  ),
  defineFault(
    'flavors-as-object',
    'flavors.list.array',
    'The flavors are in an object instead of an array.',
    inList(asObject('flavors')),
  ),
  defineFault('flavors-id-as-number', 'flavors.id', 'The id of a flavor is a number.', inFlavor(fixed('id', 1))),
  defineFault('flavors-bookmark-missing', 'flavors.links', 'Flavors have only a self link.', inFlavor(onlySelfLink)),
  defineFault('flavors-name-missing', 'flavors.name', 'Flavors have no name.', inFlavor(without('name'))),
  defineFault(
    'flavors-min-disk-ignored',
    'flavors.list.min-disk',
    'minDisk is ignored.',
    readMinDisk.overrideWhen(isList, (original, call) => Math.min(0, original(call))),
  ),
  defineFault(
    'flavors-min-disk-lost-beside-min-ram',
    'flavors.list.min-disk',
    'minDisk is ignored when the request has minRam too.',
    readMinDisk.overrideWhen(
      (call) => isList(call) && call.query.has('minRam'),
      (original, call) => Math.min(0, original(call)),
    ),
  ),
  defineFault(
    'flavors-min-ram-ignored',
    'flavors.list.min-ram',
    'minRam is ignored.',
    readMinRam.overrideWhen(isList, (original, call) => Math.min(0, original(call))),
  ),
  defineFault('flavors-limit-ignored', 'flavors.list.limit', ...limitIgnored('flavors.list')),
  defineFault(
    'flavors-page-empty-beside-min-ram',
    'flavors.list.limit',
    'A page of flavors is empty when the request has minRam too.',
    mutateResponse('flavors.list', (response, context) => {
      const parameters = parametersOf(context.request.url)
      const hasBoth = parameters.has('limit') && parameters.has('minRam')
      return hasBoth ? inList(fixed('flavors', [])).change(response, context) : response
    }),
  ),
  defineFault('flavors-marker-skips', 'flavors.list.marker', ...markerSkips('flavors.list')),
  defineFault('flavors-marker-ignored', 'flavors.list.marker', ...markerIgnored('flavors.list')),
  defineFault('flavors-bad-query-accepted', 'flavors.list.bad-query-refused', ...badPagingAccepted('flavors.list')),
  defineFault(
    'flavors-empty-value-fails',
    'flavors.list.bad-query-refused',
    'A parameter without a value in the list of flavors causes a 500.',
    mutateResponse('flavors.list', (response, { request }) =>
      hasEmptyValue(request.url) ? serverErrorResponse : response,
    ),
  ),
]
