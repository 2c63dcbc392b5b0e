import { describe, expect, test } from 'vitest'
import { drive } from '../testing/driver.ts'
import { recording } from '../testing/recording.ts'
import { faults } from './index.ts'

describe('the table of faults', () => {
  const names = faults.map(({ name }) => name)

  test('has each name once', () => {
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/)
  })

  test('has a sentence and a requirement for every fault', () => {
    for (const { description, requirement } of faults) {
      expect(description).toMatch(/\.$/)
      expect(requirement).toMatch(/^[a-z0-9]+(\.[a-z0-9-]+)+$/)
    }
  })

  test('rejects the name of a fault that does not exist', () => {
    expect(() => drive({ faults: ['no-such-fault'] })).toThrow(/no-such-fault/)
  })
})

test('two emulators without a fault respond in the same way', async () => {
  const first = new Map<string, readonly string[]>()
  for await (const [scenario, responses] of recording()) first.set(scenario, responses.map(withoutFingerprint))
  expect([...first.values()].flat().length).toBeGreaterThan(200)
  for await (const [scenario, responses] of recording())
    expect(responses.map(withoutFingerprint)).toEqual(first.get(scenario))
})

/** Removes the fingerprint of a generated key, which differs in every run. */
function withoutFingerprint(line: string): string {
  return line.includes('Generated-by-Nova') ? line.replace(/([0-9a-f]{2}:){15}[0-9a-f]{2}/g, '…') : line
}
