import { readMinDisk, readMinRam } from '../services/compute/flavors.ts'
import { defineFault } from './define-fault.ts'
import { asObject, changed, changedList, type Edit, fixed, without } from './edits.ts'
import { isCallOf } from './list-queries.ts'
import { mutateBody, mutateResponse } from './mutators.ts'

const inList = (edit: Edit) => mutateBody('flavors.detail', '', edit)
const inFlavor = (edit: Edit) => mutateBody('flavors.detail', 'flavors.*', edit)
const twice = inList(changedList('flavors', (flavors) => [...flavors, ...flavors]))
const isDetail = isCallOf('flavors.detail')

/** Faults of an operation that the document has since edition 2026-05. */
export const flavorDetailFaults = [
  defineFault(
    'flavors-detail-twice',
    'flavors.detail.answers',
    'The unfiltered detailed list contains every flavor twice.',
    mutateResponse('flavors.detail', (response, context) =>
      new URL(context.request.url).search === '' ? twice.change(response, context) : response,
    ),
  ),
  defineFault(
    'flavors-detail-as-object',
    'flavors.detail.array',
    'The detailed flavors are in an object instead of an array.',
    inList(asObject('flavors')),
  ),
  defineFault(
    'flavors-detail-other-names',
    'flavors.detail.same-flavors',
    'Flavors have another name in the detailed list.',
    inFlavor(changed('name', (name) => `${String(name)}-detail`)),
  ),
  defineFault(
    'flavors-detail-min-disk-ignored',
    'flavors.detail.min-disk',
    'minDisk is ignored in the detailed list.',
    readMinDisk.overrideWhen(isDetail, (original, call) => Math.min(0, original(call))),
  ),
  defineFault(
    'flavors-detail-min-ram-ignored',
    'flavors.detail.min-ram',
    'minRam is ignored in the detailed list.',
    readMinRam.overrideWhen(isDetail, (original, call) => Math.min(0, original(call))),
  ),
  defineFault(
    'flavors-detail-ram-as-text',
    'flavors.detail.ram',
    'The memory of a flavor is a number with a fraction.',
    inFlavor(changed('ram', (ram) => Number(ram) + 0.5)),
  ),
  defineFault(
    'flavors-detail-vcpus-missing',
    'flavors.detail.vcpus',
    'Flavors have no number of virtual CPUs.',
    inFlavor(without('vcpus')),
  ),
  defineFault(
    'flavors-detail-disk-negative',
    'flavors.detail.disk',
    'The root disk of flavors without one has the size -1.',
    inFlavor(changed('disk', (disk) => (disk === 0 ? -1 : disk))),
  ),
  defineFault(
    'flavors-detail-swap-null',
    'flavors.detail.swap',
    'The swap size of a flavor is null.',
    inFlavor(fixed('swap', null)),
  ),
  defineFault(
    'flavors-detail-ephemeral-missing',
    'flavors.detail.ephemeral',
    'Flavors have no size of the temporary disk.',
    inFlavor(without('OS-FLV-EXT-DATA:ephemeral')),
  ),
  defineFault(
    'flavors-detail-disabled-as-text',
    'flavors.detail.disabled',
    'Whether a flavor is disabled is a text.',
    inFlavor(fixed('OS-FLV-DISABLED:disabled', 'False')),
  ),
  defineFault(
    'flavors-detail-is-public-missing',
    'flavors.detail.is-public',
    'Flavors do not show whether they are public.',
    inFlavor(without('os-flavor-access:is_public')),
  ),
  defineFault(
    'flavors-detail-rxtx-factor-as-text',
    'flavors.detail.rxtx-factor',
    'The bandwidth factor of a flavor is a text.',
    inFlavor(fixed('rxtx_factor', '1.0')),
  ),
  defineFault(
    'flavors-detail-extra-specs-missing',
    'flavors.detail.extra-specs',
    'Flavors have no extra specs, as in Nova.',
    inFlavor(without('extra_specs')),
  ),
]
