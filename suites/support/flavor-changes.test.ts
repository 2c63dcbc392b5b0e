import { expect, test } from 'vitest'
import { responseWith } from '../../harness/client/api-response.fixture.ts'
import { assumeSameFlavors, compareWithFlavors } from './flavor-changes.ts'

const mismatch = { message: 'Too few.', at: 'body/flavors', expected: '2', actual: '1' }

/** A target whose list of flavors has these ids, in each read the next ones. */
function listing(...lists: readonly (readonly string[])[]) {
  let reads = 0
  const call = async () => {
    const ids = lists[Math.min(reads++, lists.length - 1)] ?? []
    return responseWith(200, { body: { flavors: ids.map((id) => ({ id })) } })
  }
  return { compute: { call }, reads: () => reads }
}

/** How often a comparison with the flavors a and b is made, if it always shows a mismatch. */
async function comparisonsWith({ compute }: ReturnType<typeof listing>) {
  let count = 0
  const outcome = await compareWithFlavors(async () => {
    count++
    await assumeSameFlavors(compute, ['a', 'b'], mismatch)
  }).then(
    () => 'ended',
    (error: Error) => error.message,
  )
  return { count, outcome }
}

test('a comparison without a mismatch costs no request', async () => {
  const { compute, reads } = listing(['a'])
  await compareWithFlavors(() => assumeSameFlavors(compute, ['a', 'b'], undefined))
  expect(reads()).toBe(0)
})

test('a mismatch counts if the flavors are still the same, in any order', async () => {
  expect(await comparisonsWith(listing(['b', 'a']))).toEqual({ count: 1, outcome: 'ended' })
})

test.each([[['a']], [['a', 'c']], [['a', 'b', 'c']]])(
  'a comparison is repeated if the flavors are now %j',
  async (now) => {
    expect(await comparisonsWith(listing(now, ['a', 'b']))).toEqual({ count: 2, outcome: 'ended' })
  },
)

test('nothing is concluded from a list that changes during every comparison', async () => {
  const outcome = 'The list of flavors changed during the test.'
  expect(await comparisonsWith(listing(['c']))).toEqual({ count: 3, outcome })
})
