import { readMinDisk, readMinRam } from '../../services/compute/flavors.ts'
import { maximumPage, readLimit } from '../../services/pagination.ts'
import { defineFault } from '../define-fault.ts'
import { isCallOf } from '../list-queries.ts'
import { mutateResponse } from '../mutators.ts'
import { copyFirst } from './conditions.ts'

const vcpusOfFirst = copyFirst('flavors.detail', 'flavors', 'vcpus')

/** Lists of flavors that are wrong where a parameter stands beside another, or in what they say of a flavor. */
export const deepFlavorFaults = [
  defineFault(
    'deep-flavors-limit-lost-beside-marker',
    'flavors.list.limit',
    'flavors.list ignores limit when the request has a marker too.',
    readLimit.overrideWhen(
      (call) => isCallOf('flavors.list')(call) && call.query.has('marker'),
      (original, call) => {
        original(call)
        return maximumPage
      },
    ),
  ),
  defineFault(
    'deep-flavors-min-disk-lost-beside-marker',
    'flavors.list.min-disk',
    'flavors.list ignores minDisk when the request has a marker too.',
    readMinDisk.overrideWhen(
      (call) => isCallOf('flavors.list')(call) && call.query.has('marker'),
      (original, call) => Math.min(0, original(call)),
    ),
  ),
  defineFault(
    'deep-flavors-detail-min-ram-lost-beside-min-disk',
    'flavors.detail.min-ram',
    'flavors.detail ignores minRam when the request has minDisk too.',
    readMinRam.overrideWhen(
      (call) => isCallOf('flavors.detail')(call) && call.query.has('minDisk'),
      (original, call) => Math.min(0, original(call)),
    ),
  ),
  defineFault(
    'deep-flavors-min-ram-lost-beside-limit',
    'flavors.list.min-ram',
    'flavors.list ignores minRam when the request has a limit too.',
    readMinRam.overrideWhen(
      (call) => isCallOf('flavors.list')(call) && call.query.has('limit'),
      (original, call) => Math.min(0, original(call)),
    ),
  ),
  defineFault(
    'deep-flavors-detail-filtered-vcpus-of-first',
    'flavors.detail.vcpus',
    'In flavors.detail with minRam, all flavors have as many vcpus as the first.',
    mutateResponse('flavors.detail', (response, context) =>
      context.request.url.includes('minRam=') ? vcpusOfFirst.change(response, context) : response,
    ),
  ),
]
