import { expect, test } from 'vitest'
import { shrink } from './shrink.ts'
import { type Step, singleStepsOf } from './steps.ts'

const unlimited = { isSpent: () => false }

/** Creates a target that contradicts itself once these actions were carried out on one server, in this order. */
const showsAfter =
  (...wanted: readonly string[]) =>
  async (steps: readonly Step[]): Promise<readonly Step[] | undefined> => {
    for (const number of [1, 2, 3]) {
      let done = 0
      for (const [index, step] of steps.entries()) {
        for (const { action, server } of singleStepsOf(step)) if (server === number && action === wanted[done]) done++
        if (done === wanted.length) return steps.slice(0, index + 1)
      }
    }
    return undefined
  }

const onServers = (...steps: readonly (readonly [server: number, action: 'create' | 'stop' | 'start' | 'rename'])[]) =>
  steps.map(([server, action]) => ({ action, server }))

const long = onServers(
  [1, 'create'],
  [2, 'create'],
  [3, 'create'],
  [1, 'rename'],
  [2, 'rename'],
  [2, 'stop'],
  [1, 'stop'],
  [3, 'stop'],
  [2, 'start'],
  [1, 'rename'],
  [1, 'start'],
  [2, 'stop'],
  [2, 'start'],
)

test('a sequence is shortened to the steps that a violation needs', async () => {
  const shortest = await shrink(long, showsAfter('create', 'stop', 'start', 'stop'), unlimited)
  expect(shortest.map((step) => singleStepsOf(step)[0]?.action)).toEqual(['create', 'stop', 'start', 'stop'])
})

test('two steps at once become one where one is enough', async () => {
  const [create, rename, stop] = onServers([1, 'create'], [2, 'rename'], [1, 'stop'])
  if (!create || !rename || !stop) throw new Error('three steps were defined')
  const shortest = await shrink([create, { together: [rename, stop] }], showsAfter('create', 'stop'), unlimited)
  expect(shortest).toEqual([create, stop])
})

test('nothing is tried once the budget is spent', async () => {
  let tried = 0
  const runCandidate = async (steps: readonly Step[]) => {
    tried++
    return steps
  }
  expect(await shrink(long, runCandidate, { isSpent: () => tried >= 2 })).not.toEqual(long)
  expect(tried).toBe(2)
})
