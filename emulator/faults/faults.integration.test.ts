import { beforeAll, describe, expect, test } from 'vitest'
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
      expect(requirement).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    }
  })

  test('rejects the name of a fault that does not exist', () => {
    expect(() => drive({ faults: ['no-such-fault'] })).toThrow(/no-such-fault/)
  })
})

/** Faults of later operations and of several values at once, and those that need several servers, tenants or names. */
const unrecorded =
  /^(deep|sequence|shelved|update-beside)-|reservation|server-group|-hint|with-blanks|composed$|snapshot-forgotten|update-of-deleted/

describe('the recorded responses', () => {
  const correct = new Map<string, readonly string[]>()

  beforeAll(async () => {
    for await (const [scenario, responses] of recording([])) correct.set(scenario, responses.map(withoutFingerprint))
  })

  test('of two emulators without a fault are the same', async () => {
    for await (const [scenario, responses] of recording([])) {
      expect(responses.map(withoutFingerprint)).toEqual(correct.get(scenario))
    }
  })

  // A sample: the mutation test shows that each of them has an effect.
  const recorded = faults.filter(({ name }, index) => !unrecorded.test(name) && index % 4 === 0)

  test.each(recorded.map((fault) => [fault.name, fault]))('show %s', async (name, { requirement }) => {
    for await (const [scenario, responses] of recording([name], requirement)) {
      const expected = correct.get(scenario)
      if (responses.some((response, index) => withoutFingerprint(response) !== expected?.[index])) return
    }
    expect.fail('the responses are those of an emulator without the fault')
  })
})

/** Removes the fingerprint of a generated key, which differs in every run. */
function withoutFingerprint(line: string): string {
  return line.includes('Generated-by-Nova') ? line.replace(/([0-9a-f]{2}:){15}[0-9a-f]{2}/g, '…') : line
}
