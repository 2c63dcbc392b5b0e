/**
 * GET /flavors: what a client may rely on when it looks for a flavor.
 */

import {
  type ApiResponse,
  assume,
  type ComputeClient,
  containsItem,
  describe,
  hasValueMatching,
  isSuccess,
  resolvePointer,
  test,
  verifies,
} from '#harness'
import type { RequirementId, TargetSettings } from '#model'
import { boundsBetween, disk, memory, type Size, sizesIn } from '../support/flavor-sizes.ts'
import { idsOf, type Query, traversalMismatch, traversePages } from '../support/pagination.ts'

const flavors = 'body/flavors'

/** The ids of all flavors; a test that needs more of them than there are cannot judge. */
async function allFlavors(compute: ComputeClient, atLeast: number): Promise<readonly string[]> {
  const response = await compute.call('listFlavors')
  // That none is there twice is judged with the list.
  const all = [...new Set(idsOf(response, flavors))]
  assume(all.length >= atLeast, `${all.length} flavors are listed, and ${atLeast} are needed.`)
  return all
}

/** Exactly these flavors, in any order. That there has to be a list, even of none, is judged by itself. */
const are = (wanted: readonly string[]) =>
  hasValueMatching(flavors, wanted.length === 0 ? 'no flavor' : `only ${wanted.join(', ')}`, (value) => {
    if (!Array.isArray(value)) return true
    if (value.length !== wanted.length) return false
    return wanted.every((id) => value.some((flavor) => resolvePointer(flavor, 'flavor/id') === id))
  })

/** So many of these flavors, or all where there are fewer. */
const partOf = (some: readonly string[], limit: number) =>
  hasValueMatching(flavors, `${Math.min(limit, some.length)} of ${some.join(', ')}`, (value) => {
    if (!Array.isArray(value)) return true
    if (value.length !== Math.min(limit, some.length)) return false
    return value.every((flavor) => some.some((id) => resolvePointer(flavor, 'flavor/id') === id))
  })

const haveLength = (length: number) =>
  hasValueMatching(flavors, `${length} flavors`, (value) => Array.isArray(value) && value.length === length)

/** The undocumented description of all flavors in full. Nova and the vendor's service have it; a target need not. */
const inFull = (compute: ComputeClient, { computeUrl, tenant }: TargetSettings): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${computeUrl}/${tenant}/flavors/detail` })

const lowerBounds = [
  { id: 'flavors.list.min-disk', size: disk },
  { id: 'flavors.list.min-ram', size: memory },
] as const satisfies readonly { id: RequirementId; size: Size }[]

const badQueries: readonly Query[] = [
  { limit: 'many' },
  { limit: -1 },
  { minDisk: 'big' },
  { minRam: 'much' },
  { marker: 'no-such-flavor' },
]

describe('GET /flavors', () => {
  test(
    'lists the flavors that servers are made with',
    verifies('flavors.list.answers'),
    async ({ compute, verify, resources }) => {
      const response = await compute.call('listFlavors')

      verify('flavors.list.answers').isSuccess(response)
      // A list that is no array, or ids that are no strings, break statements of their own.
      if (response.array(flavors).length > idsOf(response, flavors).length || !Array.isArray(response.at(flavors)))
        return
      const { flavor, resizeFlavor, localFlavor, smallFlavor } = resources
      for (const id of [flavor, resizeFlavor, localFlavor, smallFlavor].filter((one) => one !== undefined))
        verify('flavors.list.answers').matches(response, containsItem(flavors, 'id', id))
      verify('flavors.list.answers').matches(response, haveLength(new Set(idsOf(response, flavors)).size))
    },
  )

  test('returns as many as limit says', verifies('flavors.list.limit'), async ({ compute, verify }) => {
    const all = await allFlavors(compute, 2)

    for (const limit of new Set([1, Math.floor(all.length / 2), all.length])) {
      const response = await compute.call('listFlavors', { query: { limit } })

      verify('flavors.list.limit').matches(response, isSuccess, haveLength(limit))
    }
  })

  test(
    'is read page by page without loss or repetition',
    verifies('flavors.list.marker'),
    async ({ compute, verify }) => {
      const all = await allFlavors(compute, 2)

      const walked = await traversePages(
        (query) => compute.call('listFlavors', { query }),
        flavors,
        Math.ceil(all.length / 5),
      )

      const fault = traversalMismatch(walked, all, flavors)
      if (fault) verify('flavors.list.marker').holds(false, walked.last, fault)
      else verify('flavors.list.marker').pass()
    },
  )

  for (const { id, size } of lowerBounds) {
    const { parameter } = size
    test(`keeps only what ${parameter} allows`, verifies(id), async ({ compute, verify, target }) => {
      const all = await allFlavors(compute, 1)
      const sizes = sizesIn(await inFull(compute, target), size)
      const bounds = all.every((flavor) => sizes.has(flavor)) ? boundsBetween(sizes.values()) : []

      for (const bound of [...bounds, size.beyond]) {
        const kept = all.filter((flavor) => (sizes.get(flavor) ?? 0) > bound)
        const response = await compute.call('listFlavors', { query: { [parameter]: bound } })

        verify(id).matches(response, isSuccess, are(kept))
      }
    })
  }

  test(
    'heeds both bounds and the limit together',
    verifies('flavors.list.min-disk', 'flavors.list.min-ram', 'flavors.list.limit'),
    async ({ compute, verify, target, skip }) => {
      const all = await allFlavors(compute, 1)
      const full = await inFull(compute, target)
      const [disks, memories] = [sizesIn(full, disk), sizesIn(full, memory)]
      const isKnown = all.every((flavor) => disks.has(flavor) && memories.has(flavor))
      if (!isKnown) skip('The sizes of the flavors are not to be had.')
      const fits = (minDisk: number, minRam: number) =>
        all.filter((flavor) => (disks.get(flavor) ?? 0) > minDisk && (memories.get(flavor) ?? 0) > minRam)
      // Either bound alone would keep what the other leaves out.
      const [minDisk = 0] = boundsBetween(disks.values(), 1)
      const [minRam = 0] = boundsBetween(memories.values(), 1)
      const list = (query: Query) => compute.call('listFlavors', { query })

      verify.soft('flavors.list.min-disk').matches(await list({ minDisk: disk.beyond, minRam }), isSuccess, are([]))
      verify.soft('flavors.list.min-ram').matches(await list({ minDisk, minRam: memory.beyond }), isSuccess, are([]))
      const both = fits(minDisk, minRam)
      if (are(both)(await list({ minDisk, minRam }))) skip('The bounds leave other flavors than they should.')
      const limit = Math.max(1, both.length - 1)
      // The limit counts what the bounds leave.
      verify.soft('flavors.list.limit').matches(await list({ minDisk, minRam, limit }), isSuccess, partOf(both, limit))
    },
  )

  test(
    'refuses parameters that make no sense',
    verifies('flavors.list.bad-query-refused'),
    async ({ compute, verify }) => {
      for (const query of badQueries) {
        const response = await compute.call('listFlavors', { query })

        verify.soft('flavors.list.bad-query-refused').hasListedStatus(response)
      }
      // What a parameter without a value means is said nowhere.
      const empty = await compute.call('listFlavors', { query: { limit: '', minDisk: '', minRam: '' } })
      if (!empty.isSuccess) verify.soft('flavors.list.bad-query-refused').isRejected(empty)
    },
  )
})
