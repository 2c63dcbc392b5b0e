import { expect, test } from 'vitest'
import { areLargeEnough } from './stored-volumes.ts'

test('volumes are large enough in any order, rounded up, or where not all are known', () => {
  for (const sizes of [
    [30, 10, 11],
    [20, 30, 10],
    [30, 10],
    [30, 10, '11'],
  ])
    expect(areLargeEnough(sizes, [11, 10, 30])).toBe(true)
  expect(areLargeEnough([30, 10, 10], [11, 10, 30])).toBe(false)
})
