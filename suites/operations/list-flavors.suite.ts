/**
 * GET /flavors: the list, its filters and its pages.
 */
import {
  type ApiResponse,
  assume,
  assumeDefined,
  type ComputeClient,
  describe,
  isSuccess,
  members,
  test,
  verifies,
} from '#harness'
import { operationsUrl, type RequirementId, type TargetSettings } from '#model'
import { isNotFound, recordEmptyAsNotFound } from '../support/empty-lists.ts'
import { assumeSameFlavors, compareWithFlavors } from '../support/flavor-changes.ts'
import {
  emptyPage,
  flavors,
  hasExactly,
  isPage,
  isPageOf,
  listFlavors,
  verifyBound,
  verifyConfiguredFlavors,
  verifyFlavors,
} from '../support/flavor-list.ts'
import {
  boundBelowSome,
  boundsBetween,
  diskSize,
  type FlavorSize,
  memorySize,
  sizesIn,
} from '../support/flavor-sizes.ts'
import { idsIn, type Query, traversalMismatch, traversePages } from '../support/pagination.ts'

/**
 * Returns the ids of all flavors. Skips the test when it needs more than there are.
 * @throws InconclusiveError when there are none
 */
async function assumeFlavors(compute: ComputeClient, minimum: number): Promise<readonly string[]> {
  const response = await listFlavors(compute)
  // flavors.list.answers covers duplicates.
  const ids = [...new Set(idsIn(response, flavors))]
  const message = `The number of different flavors in the list is ${ids.length}, and the test needs ${minimum}.`
  const elements = response.at(flavors)
  const isEmpty = Array.isArray(elements) && elements.length === 0
  if (Array.isArray(elements) && !isEmpty && elements.length < minimum) compute.skip(message)
  const areIdentified = members(response, flavors, 'id').every((id) => typeof id === 'string')
  const withoutIds = isEmpty || areIdentified ? 'flavors.list.answers' : 'flavors.id'
  const blockedBy = Array.isArray(elements) ? withoutIds : 'flavors.list.array'
  assume(ids.length >= minimum, message, response.isSuccess ? blockedBy : 'flavors.list.answers')
  return ids
}

/** Lists all flavors with their sizes. The document does not describe the operation, but Nova and the vendor's service have it. */
const listInFull = (compute: ComputeClient, target: TargetSettings): Promise<ApiResponse> =>
  compute.request({ method: 'GET', url: `${operationsUrl(target)}/flavors/detail` })

const lowerBounds = [
  { id: 'flavors.list.min-disk', size: diskSize },
  { id: 'flavors.list.min-ram', size: memorySize },
] as const satisfies readonly { id: RequirementId; size: FlavorSize }[]

const badSizes: readonly Query[] = [{ minDisk: 'big' }, { minRam: 'much' }]
const badPages: readonly Query[] = [{ limit: 'many' }, { limit: -1 }, { marker: 'no-such-flavor' }]

describe('GET /flavors', () => {
  test(
    'lists the configured flavors, and each flavor once',
    verifies('flavors.list.answers'),
    async ({ compute, verify, resources }) => {
      const response = await listFlavors(compute)

      verify('flavors.list.answers').isSuccess(response)
      assume(Array.isArray(response.at(flavors)), 'The flavors are not an array.', 'flavors.list.array')
      verifyConfiguredFlavors(verify('flavors.list.answers'), response, resources)
    },
  )

  test('returns as many flavors as limit allows', verifies('flavors.list.limit'), ({ compute, verify }) =>
    compareWithFlavors(async () => {
      const all = await assumeFlavors(compute, 2)

      for (const limit of new Set([1, Math.floor(all.length / 2), all.length, all.length + 1])) {
        const response = await compute.call('listFlavors', { query: { limit } })

        const matcher = isPage(Math.min(limit, all.length))
        await assumeSameFlavors(compute, all, matcher(response))
        verify('flavors.list.limit').matches(response, isSuccess, matcher)
      }
    }),
  )

  test('returns every flavor once when read page by page', verifies('flavors.list.marker'), ({ compute, verify }) =>
    compareWithFlavors(async () => {
      const all = await assumeFlavors(compute, 2)

      const readPage = async (query: Query) => {
        const page = await compute.call('listFlavors', { query })
        if (!isNotFound(page) || query['marker'] !== all.at(-1)) return page
        recordEmptyAsNotFound(compute, 'flavors.list.answers', page)
        return emptyPage(page)
      }
      const traversal = await traversePages(readPage, flavors, Math.ceil(all.length / 5))

      const mismatch = traversalMismatch(traversal, all, flavors)
      await assumeSameFlavors(compute, all, mismatch)
      if (mismatch) verify('flavors.list.marker').holds(false, traversal.lastPage, mismatch)
      else verify('flavors.list.marker').pass()
    }),
  )

  for (const { id, size } of lowerBounds) {
    const { parameter, tooLarge } = size

    test(`keeps only the flavors that ${parameter} allows`, verifies(id), ({ compute, verify, target }) =>
      compareWithFlavors(async () => {
        const all = await assumeFlavors(compute, 1)
        const sizes = sizesIn(await listInFull(compute, target), size)
        const bounds = all.every((flavor) => sizes.has(flavor)) ? boundsBetween(sizes.values()) : []

        const smallest = Math.min(...sizes.values())
        // Every flavor with a size is larger than 0.
        const low = bounds.length > 0 && smallest > 1 ? [0, Math.floor(smallest / 2)] : []

        for (const bound of [...low, ...bounds, tooLarge]) {
          const expected = all.filter((flavor) => (sizes.get(flavor) ?? 0) > bound)
          const response = await listFlavors(compute, { [parameter]: bound })

          await assumeSameFlavors(compute, all, hasExactly(expected)(response))
          verifyFlavors(verify(id), compute, { response, ids: expected })
        }
      }),
    )
  }

  test(
    'applies minDisk, minRam and limit together',
    verifies('flavors.list.min-disk', 'flavors.list.min-ram', 'flavors.list.limit'),
    async ({ compute, verify, target, skip }) => {
      const all = await assumeFlavors(compute, 1)
      const full = await listInFull(compute, target)
      const [disks, memories] = [sizesIn(full, diskSize), sizesIn(full, memorySize)]
      const areSizesShown = all.every((flavor) => disks.has(flavor) && memories.has(flavor))
      if (!areSizesShown) skip('The target does not show the sizes of the flavors.')
      // Each bound alone keeps flavors that the other excludes.
      const [minDisk, minRam] = [boundBelowSome(disks.values()), boundBelowSome(memories.values())]
      const kept = { ...(minDisk !== undefined && { minDisk }), ...(minRam !== undefined && { minRam }) }
      const [disk, memory] = [minDisk ?? -1, minRam ?? -1]
      const list = (query: Query) => listFlavors(compute, { ...kept, ...query })
      const verifyBounds = (response: ApiResponse): boolean => {
        const diskBound = { parameter: diskSize.parameter, value: disk, sizes: disks }
        const memoryBound = { parameter: memorySize.parameter, value: memory, sizes: memories }
        const appliesDisk = verifyBound(verify.soft('flavors.list.min-disk'), response, diskBound)
        const appliesMemory = verifyBound(verify.soft('flavors.list.min-ram'), response, memoryBound)
        return appliesDisk && appliesMemory
      }

      const withLargeDisk = await list({ minDisk: diskSize.tooLarge })
      verifyFlavors(verify.soft('flavors.list.min-disk'), compute, { response: withLargeDisk, ids: [] })
      const withLargeMemory = await list({ minRam: memorySize.tooLarge })
      verifyFlavors(verify.soft('flavors.list.min-ram'), compute, { response: withLargeMemory, ids: [] })

      const fitting = all.filter((flavor) => Number(disks.get(flavor)) > disk && Number(memories.get(flavor)) > memory)
      const unlimited = await list({})
      verifyBounds(unlimited)
      if (hasExactly(fitting)(unlimited) !== undefined) {
        verify.complete('flavors.list.min-disk', 'flavors.list.min-ram')
        return skip('The bounds do not keep the expected flavors, so the limit cannot be verified.')
      }

      // The limit applies after the bounds.
      const limit = Math.max(1, fitting.length - 1)
      const limited = await list({ limit })
      // A bound that is ignored next to a limit violates the requirement of the bound.
      if (!verifyBounds(limited))
        return skip('The bounds do not keep the expected flavors, so the limit cannot be verified.')
      const matcher = isPageOf(fitting, limit)
      // Another list of the same flavors shows whether one was added or removed meanwhile.
      const isChanged = matcher(limited) !== undefined && hasExactly(fitting)(await list({})) !== undefined
      if (isChanged) return skip('The list of flavors changed during the test.')
      verify.soft('flavors.list.limit').matches(limited, isSuccess, matcher)
    },
  )

  test(
    'applies minDisk and minRam together with a marker and a limit',
    verifies('flavors.list.min-disk', 'flavors.list.min-ram'),
    async ({ compute, verify, target, skip }) => {
      if (target.edition !== '2020-03') skip('The edition of the document has no pages of flavors.')
      const all = await assumeFlavors(compute, 1)
      const full = await listInFull(compute, target)
      for (const { id, size } of lowerBounds) {
        const sizes = sizesIn(full, size)
        const areSizesShown = all.every((flavor) => sizes.has(flavor))
        const [bound] = areSizesShown ? boundsBetween(sizes.values(), 1) : []
        if (bound === undefined) return skip('The target does not show the sizes of the flavors.')
        const kept = idsIn(await listFlavors(compute, { [size.parameter]: bound }), flavors)
        // A page that begins with the first flavor shows that the marker was ignored.
        const marker = assumeDefined(kept[1] ?? kept[0], 'No flavor satisfies the bound.', id)
        const query = { [size.parameter]: bound, marker, limit: all.length }
        const page = await compute.call('listFlavors', { query })
        verifyBound(verify.soft(id), page, { parameter: size.parameter, value: bound, sizes })
      }
    },
  )

  test(
    'rejects query parameters with invalid values',
    verifies('flavors.list.bad-query-refused'),
    async ({ compute, verify, target }) => {
      // A later edition has no pages of flavors.
      const hasPages = target.edition === '2020-03'
      for (const query of [...badSizes, ...(hasPages ? badPages : [])]) {
        const response = await compute.call('listFlavors', { query })

        verify.soft('flavors.list.bad-query-refused').hasListedStatus(response)
      }
      // The document does not say what an empty value means, so both success and rejection are accepted.
      const emptyValues = await compute.call('listFlavors', {
        query: { ...(hasPages && { limit: '' }), minDisk: '', minRam: '' },
      })
      if (!emptyValues.isSuccess) verify.soft('flavors.list.bad-query-refused').isRejected(emptyValues)
    },
  )
})
