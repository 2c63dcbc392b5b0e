import { expect, test } from 'vitest'
import { faults } from '#emulator'
import { noticedFaults } from './noticed-faults.ts'

test('every fault that was looked for in the traffic of a client exists', () => {
  const names = new Set(faults.map(({ name }) => name))
  const measured = [...noticedFaults().keys()]
  expect(measured.length).toBeGreaterThan(0)
  expect(measured.filter((name) => !names.has(name))).toEqual([])
})
