import { readMinDisk, readMinRam } from '../../services/compute/flavors.ts'
import type { OperationCall } from '../../services/operation.ts'
import { maximumPage, readLimit } from '../../services/pagination.ts'
import { defineFault, defineStatefulFault, ofLaterEdition } from '../define-fault.ts'
import { changed, changedList, fixed } from '../edits.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateBody, mutateResponse } from '../mutators.ts'
import { askedWith, copyFirst } from './conditions.ts'

const isListWith =
  (list: 'flavors.list' | 'flavors.detail', parameter: string) =>
  (call: OperationCall): boolean =>
    isCallOf(list)(call) && call.query.has(parameter)

/** No bound at all; a bound that is not a number is rejected as before. */
const withoutBound = (original: (call: OperationCall) => number, call: OperationCall): number =>
  Math.min(0, original(call))

/** Faults of lists of flavors: with several parameters, and in the description of a flavor. */
export const deepFlavorFaults = [
  defineStatefulFault(
    'deep-flavors-third-list-short',
    'flavors.list.answers',
    'Every third flavors.list without parameters lacks the last flavor.',
    () => {
      let lists = 0
      return [
        mutateResponse('flavors.list', (response, context) => {
          if (context.request.url.includes('?') || ++lists % 3 > 0) return response
          const shortened = changedList('flavors', (all) => all.slice(0, -1))
          return mutateBody('flavors.list', '', shortened).change(response, context)
        }),
      ]
    },
  ),
  defineFault(
    'deep-flavors-limit-lost-beside-marker',
    'flavors.list.limit',
    'flavors.list ignores limit when the request has a marker too.',
    readLimit.overrideWhen(isListWith('flavors.list', 'marker'), (original, call) => {
      original(call)
      return maximumPage
    }),
  ),
  defineFault(
    'deep-flavors-long-page-short',
    'flavors.list.limit',
    'With a limit above the number of flavors, the last one is left out.',
    mutateResponse('flavors.list', (response, context) => {
      const { searchParams } = new URL(context.request.url)
      const isLong = (count: number) => !searchParams.has('marker') && Number(searchParams.get('limit')) > count
      const shortened = changedList('flavors', (all) => (isLong(all.length) ? all.slice(0, -1) : all))
      return mutateBody('flavors.list', '', shortened).change(response, context)
    }),
  ),
  defineFault(
    'deep-flavors-small-min-ram-in-gb',
    'flavors.list.min-ram',
    'flavors.list treats a minRam below 1024 as gigabytes.',
    readMinRam.overrideWhen(isCallOf('flavors.list'), (original, call) => {
      const bound = original(call)
      return bound < 1024 ? bound * 1024 : bound
    }),
  ),
  defineFault(
    'deep-flavors-min-disk-lost-beside-marker',
    'flavors.list.min-disk',
    'flavors.list ignores minDisk when the request has a marker too.',
    readMinDisk.overrideWhen(isListWith('flavors.list', 'marker'), withoutBound),
  ),
  defineFault(
    'deep-flavors-detail-min-ram-lost-beside-min-disk',
    'flavors.detail.min-ram',
    'flavors.detail ignores minRam when the request has minDisk too.',
    readMinRam.overrideWhen(isListWith('flavors.detail', 'minDisk'), withoutBound),
  ),
  defineFault(
    'deep-flavors-min-ram-lost-beside-limit',
    'flavors.list.min-ram',
    'flavors.list ignores minRam when the request has a limit too.',
    readMinRam.overrideWhen(isListWith('flavors.list', 'limit'), withoutBound),
  ),
  defineFault(
    'deep-flavors-detail-filtered-vcpus-of-first',
    'flavors.detail.vcpus',
    'In flavors.detail with minRam, all flavors have as many vcpus as the first.',
    askedWith('minRam', copyFirst('flavors.detail', 'flavors', 'vcpus')),
  ),
  defineFault(
    'deep-flavors-detail-filtered-disabled',
    'flavors.detail.disabled',
    'In flavors.detail with minRam, all flavors are disabled.',
    askedWith('minRam', mutateBody('flavors.detail', 'flavors.*', fixed('OS-FLV-DISABLED:disabled', true))),
  ),
  defineFault(
    'deep-flavors-filtered-other-names',
    'flavors.name',
    'In flavors.list with minRam, flavors have another name.',
    askedWith(
      'minRam',
      mutateBody(
        'flavors.list',
        'flavors.*',
        changed('name', (name) => `${String(name)}-filtered`),
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-flavors-detail-links-to-list',
      'conventions.links',
      'In flavors.detail, the links of flavors lead below the detailed list.',
      mutateBody(
        'flavors.detail',
        'flavors.*.links.*',
        changed('href', (href) => String(href).replace('/flavors/', '/flavors/detail/')),
      ),
    ),
  ),
  ofLaterEdition(
    defineFault(
      'deep-flavors-detail-small-min-ram-ignored',
      'flavors.detail.min-ram',
      'flavors.detail ignores a minRam that is not a multiple of 1024.',
      readMinRam.overrideWhen(isCallOf('flavors.detail'), (original, call) => {
        const bound = original(call)
        return bound % 1024 === 0 ? bound : 0
      }),
    ),
  ),
  defineFault(
    'deep-flavors-min-disk-lost-beside-limit',
    'flavors.list.min-disk',
    'flavors.list ignores minDisk when the request has a limit and minRam too.',
    readMinDisk.overrideWhen(
      (call) => isCallOf('flavors.list')(call) && call.query.has('limit') && call.query.has('minRam'),
      () => 0,
    ),
  ),
]
