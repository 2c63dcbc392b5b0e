/** Comparisons with the list of flavors while an operator may add or remove one. */
import { assume, type ComputeClient, type Mismatch } from '#harness'
import { flavors, listFlavors } from './flavor-list.ts'
import { idsIn } from './pagination.ts'

/** How often a comparison is made when the list has changed during each. */
const maxComparisons = 3

/** Ends a comparison with a list of flavors that has changed. */
class FlavorsChanged extends Error {}

/**
 * Ends the comparison if it shows a mismatch and the flavors are no longer the ones that it expects: then the mismatch proves nothing.
 * Costs a request only after a mismatch.
 */
export async function assumeSameFlavors(
  compute: Pick<ComputeClient, 'call'>,
  expected: readonly string[],
  mismatch: Mismatch | undefined,
): Promise<void> {
  if (mismatch === undefined) return
  const list = await listFlavors(compute)
  const now = new Set(idsIn(list, flavors))
  const known = new Set(expected)
  if (list.isSuccess && (now.size !== known.size || [...known].some((id) => !now.has(id)))) throw new FlavorsChanged()
}

/**
 * Compares responses with the list of flavors, which `compare` reads itself; again if the list has changed meanwhile.
 * @throws InconclusiveError when it changes during every comparison
 */
export async function compareWithFlavors(compare: () => Promise<void>): Promise<void> {
  for (let count = 1; ; count++)
    try {
      return await compare()
    } catch (error) {
      if (!(error instanceof FlavorsChanged)) throw error
      assume(count < maxComparisons, 'The list of flavors changed during the test.')
    }
}
