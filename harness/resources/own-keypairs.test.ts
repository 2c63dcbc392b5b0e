import { describe, expect, test } from 'vitest'
import { emptyEvidence } from '#model'
import { OwnKeypairs } from './own-keypairs.ts'

const keypairsOf = async (...names: readonly string[]) => {
  const keypairs = new OwnKeypairs()
  const tests = names.map(() => emptyEvidence())
  for (const [index, test] of tests.entries()) await keypairs.create(test, async () => names[index])
  const take = (test = emptyEvidence()) => {
    const taken = { name: 'pending' }
    const waiting = keypairs.create(test, async () => {
      taken.name = String(await keypairs.takeUnused(test))
      return undefined
    })
    return { taken, waiting }
  }
  return { keypairs, tests, take }
}

describe('the keypairs of a run', () => {
  test('may be deleted when their test has ended, for a test that waits', async () => {
    const { keypairs, tests, take } = await keypairsOf('k1')
    const { taken, waiting } = take()
    for (const test of tests) keypairs.release(test)
    await waiting
    expect(taken.name).toBe('k1')
  })

  test('serve first a test that has one already', async () => {
    const { keypairs, tests, take } = await keypairsOf('k1', 'k2', 'k3')
    const later = take()
    const sooner = take(tests[1])
    if (tests[0]) keypairs.release(tests[0])
    await sooner.waiting
    expect([sooner.taken.name, later.taken.name]).toEqual(['k1', 'pending'])
  })

  test('do not delay a run that has created none', async () => {
    const { take } = await keypairsOf()
    const { taken, waiting } = take()
    await waiting
    expect(taken.name).toBe('undefined')
  })

  test('are not waited for by the last test that has one, when all of them wait', async () => {
    const { keypairs, tests, take } = await keypairsOf('k1', 'k2')
    const [first, second] = [take(tests[0]), take(tests[1])]
    await second.waiting
    expect([first.taken.name, second.taken.name]).toEqual(['pending', 'undefined'])
    if (tests[1]) keypairs.release(tests[1])
    await first.waiting
    expect(first.taken.name).toBe('k2')
  })
})
