/**
 * GET /flavors/detail: the flavors with their sizes, and the filters by size.
 */
import { assume, assumeSuccess, describe, jsonPreview, resolvePointer, test, verifies } from '#harness'
import type { RequirementId } from '#model'
import { assumeSameFlavors, compareWithFlavors } from '../support/flavor-changes.ts'
import {
  flavors,
  hasExactly,
  listFlavors,
  listFlavorsDetail,
  verifyConfiguredFlavors,
  verifyFlavors,
} from '../support/flavor-list.ts'
import { boundsBetween, diskSize, type FlavorSize, memorySize, sizesIn } from '../support/flavor-sizes.ts'
import { idsIn } from '../support/pagination.ts'

const lowerBounds = [
  { id: 'flavors.detail.min-disk', size: diskSize },
  { id: 'flavors.detail.min-ram', size: memorySize },
] as const satisfies readonly { id: RequirementId; size: FlavorSize }[]

/** Returns the distinct flavors of a list by these attributes, sorted. */
function namesIn(list: readonly unknown[], keys: readonly string[]): readonly string[] {
  const nameOf = (flavor: unknown) => keys.map((key) => jsonPreview(resolvePointer(flavor, `flavor/${key}`)))
  return [...new Set(list.map((flavor) => nameOf(flavor).join(' ')))].sort()
}

const haveNames = (list: readonly unknown[]): boolean =>
  list.every((flavor) => resolvePointer(flavor, 'flavor/name') !== undefined)

describe('GET /flavors/detail', () => {
  test(
    'lists the configured flavors, and each flavor once',
    verifies('flavors.detail.answers'),
    async ({ compute, verify, resources }) => {
      const response = await listFlavorsDetail(compute)

      verify('flavors.detail.answers').isSuccess(response)
      assume(Array.isArray(response.at(flavors)), 'The flavors are not an array.', 'flavors.detail.array')
      verifyConfiguredFlavors(verify('flavors.detail.answers'), response, resources)
    },
  )

  test('has the same flavors as the plain list', verifies('flavors.detail.same-flavors'), ({ compute, verify }) =>
    compareWithFlavors(async () => {
      const plain = await listFlavors(compute)
      const detail = await listFlavorsDetail(compute)

      assumeSuccess(plain, 'The flavors cannot be listed.', 'flavors.list.answers')
      assumeSuccess(detail, 'The flavors cannot be listed in detail.', 'flavors.detail.answers')
      assume(Array.isArray(plain.at(flavors)), 'The flavors are not an array.', 'flavors.list.array')
      assume(Array.isArray(detail.at(flavors)), 'The flavors are not an array.', 'flavors.detail.array')
      const both = [plain, detail].map((list) => list.array(flavors))
      const isOneEmpty = both[0]?.length === 0 && both[1]?.length !== 0
      assume(!isOneEmpty, 'No flavor is listed.', 'flavors.list.answers')
      // flavors.name covers missing names.
      const keys = both.every(haveNames) ? ['id', 'name'] : ['id']
      const [expected = [], actual = []] = both.map((list) => namesIn(list, keys))
      const areIdsTexts = plain
        .array(flavors)
        .every((flavor) => typeof resolvePointer(flavor, 'flavor/id') === 'string')
      assume(areIdsTexts, 'Flavors have no id.', 'flavors.id')
      const mismatch = {
        message: 'The detailed list of flavors does not have the flavors of the plain list.',
        at: flavors,
        expected: expected.filter((name) => !actual.includes(name)).join(', ') || `${expected.length} flavors`,
        actual: actual.filter((name) => !expected.includes(name)).join(', ') || `${actual.length} flavors`,
      }
      const isSame = expected.join('\n') === actual.join('\n')
      await assumeSameFlavors(compute, idsIn(plain, flavors), isSame ? undefined : mismatch)
      verify('flavors.detail.same-flavors').holds(isSame, detail, mismatch)
    }),
  )

  for (const { id, size } of lowerBounds) {
    const { parameter, tooLarge } = size

    test(`keeps only the flavors that ${parameter} allows`, verifies(id), ({ compute, verify }) =>
      compareWithFlavors(async () => {
        const all = await listFlavorsDetail(compute)
        assumeSuccess(all, 'The flavors cannot be listed in detail.', 'flavors.detail.answers')
        assume(Array.isArray(all.at(flavors)), 'The flavors are not an array.', 'flavors.detail.array')
        const sizes = sizesIn(all, size)
        assume(all.array(flavors).length > 0, 'No flavor is listed.', 'flavors.detail.answers')
        assume(
          sizes.size > 0 && sizes.size === new Set(idsIn(all, flavors)).size,
          `Flavors do not show their ${size.property}.`,
          size === diskSize ? 'flavors.detail.disk' : 'flavors.detail.ram',
        )
        for (const bound of [...boundsBetween(sizes.values(), 3), tooLarge]) {
          const expected = [...sizes].filter(([, value]) => value > bound).map(([flavor]) => flavor)
          const response = await listFlavorsDetail(compute, { [parameter]: bound })

          await assumeSameFlavors(compute, idsIn(all, flavors), hasExactly(expected)(response))
          verifyFlavors(verify(id), compute, { response, ids: expected, list: 'flavors.detail.answers' })
        }
        // The oracle reports flavors that the lists with the parameter describe differently.
        await listFlavorsDetail(compute)
      }),
    )
  }

  test(
    'applies minDisk and minRam together',
    verifies('flavors.detail.min-disk', 'flavors.detail.min-ram'),
    async ({ compute, verify }) => {
      const all = await listFlavorsDetail(compute)
      assumeSuccess(all, 'The flavors cannot be listed in detail.', 'flavors.detail.answers')
      for (const { id, size } of lowerBounds) {
        const other = size === diskSize ? memorySize : diskSize
        // The other bound alone selects flavors.
        const [kept = 0] = boundsBetween(sizesIn(all, other).values(), 1)
        const response = await listFlavorsDetail(compute, { [size.parameter]: size.tooLarge, [other.parameter]: kept })

        verifyFlavors(verify.soft(id), compute, { response, ids: [], list: 'flavors.detail.answers' })
      }
    },
  )
})
