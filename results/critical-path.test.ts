import { expect, test } from 'vitest'
import { criticalPathMs } from './critical-path.ts'

const transition = (server: string, after: string, ms: number) => ({ server, from: 'A', to: 'B', after, ms })

test('is the longest sum of the transitions of one server, over all tests', () => {
  const first = [transition('a', 'create', 100), transition('b', 'create', 120), transition('a', 'os-stop', 30)]
  expect(criticalPathMs([first, [transition('a', 'os-start', 20)]])).toBe(150)
})

test('counts a request once that leads through several statuses', () => {
  const resize = [transition('a', 'resize', 10), transition('a', 'resize', 40), transition('a', 'resize', 90)]
  expect(criticalPathMs([[...resize, transition('a', 'resize', 50)]])).toBe(140)
})

test('is undefined without a transition', () => {
  expect(criticalPathMs([[], []])).toBeUndefined()
})
