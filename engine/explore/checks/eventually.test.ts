import { expect, test } from 'vitest'
import type { RequirementId } from '#model'
import type { ModelDifference } from './difference.ts'
import { type ComparisonContext, eventually } from './eventually.ts'

const maxReads = 5

/** Compares what each read differs in, the last one again and again. Returns what came of it. */
async function compare(known: readonly RequirementId[], ...reads: readonly (readonly RequirementId[])[]) {
  const ignored: RequirementId[] = []
  let count = 0
  const isKnown = (requirement: RequirementId) => known.includes(requirement)
  const context: ComparisonContext<readonly RequirementId[]> = {
    compute: {
      async poll(read, isDone) {
        let value = await read()
        while (!isDone(value) && count < maxReads) value = await read()
        return { value }
      },
    },
    ...{ isKnown, noteIfKnown: isKnown },
    failStep(requirement) {
      throw new Error(requirement)
    },
  }
  const differenceIn = (requirement: RequirementId): ModelDifference => ({
    requirement,
    mismatch: { message: '', at: '', expected: '', actual: '' },
    ignore: () => void ignored.push(requirement),
  })
  const read = async () => reads[Math.min(count++, reads.length - 1)] ?? []
  const compared = eventually(context, 'server', read, (shown) => shown.map(differenceIn))
  const accused = await compared.then(
    () => undefined,
    (error: unknown) => String(error),
  )
  return { accused, count, ignored }
}

const name = 'servers.update.renames'
const flavor = 'servers.resize.changes-flavor'

test('a known difference is neither waited for nor compared any more', async () => {
  expect(await compare([name], [name])).toEqual({ accused: undefined, count: 1, ignored: [name] })
})

test('a new difference is waited for, and not hidden by a known one', async () => {
  const expected = { accused: `Error: ${flavor}`, count: maxReads, ignored: [name] }
  expect(await compare([name], [name, flavor])).toEqual(expected)
})

test('a difference that disappears in time is not reported', async () => {
  expect(await compare([], [name], [])).toEqual({ accused: undefined, count: 2, ignored: [] })
})
