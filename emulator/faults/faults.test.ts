import { beforeAll, describe, expect, test } from 'vitest'
import { drive } from '../testing/driver.ts'
import { recording } from '../testing/recording.ts'
import { faults } from './index.ts'

describe('the fault table', () => {
  const names = faults.map(({ name }) => name)

  test('names every fault once', () => {
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/)
  })

  test('gives every fault a sentence and a requirement', () => {
    for (const { description, requirement } of faults) {
      expect(description).toMatch(/\.$/)
      expect(requirement).toMatch(/^[a-z0-9]+(\.[a-z0-9-]+)+$/)
    }
  })

  test('refuses a fault that it does not know', () => {
    expect(() => drive({ faults: ['no-such-fault'] })).toThrow(/no-such-fault/)
  })
})

describe('every fault', () => {
  const healthy = new Map<string, readonly string[]>()

  beforeAll(async () => {
    for await (const [chapter, answers] of recording([])) healthy.set(chapter, answers.map(withoutFingerprint))
  })

  test('is the only reason for a difference: two healthy emulators tell the same', async () => {
    for await (const [chapter, answers] of recording([])) {
      expect(answers.map(withoutFingerprint)).toEqual(healthy.get(chapter))
    }
  })

  test.each(faults.map((fault) => [fault.name, fault]))('%s shows', async (name, { requirement }) => {
    for await (const [chapter, answers] of recording([name], requirement)) {
      const expected = healthy.get(chapter)
      if (answers.some((answer, index) => withoutFingerprint(answer) !== expected?.[index])) return
    }
    expect.fail('the transcript is that of a healthy emulator')
  })
})

/** A generated key has a fingerprint of its own in every run. */
function withoutFingerprint(line: string): string {
  return line.includes('Generated-by-Nova') ? line.replace(/([0-9a-f]{2}:){15}[0-9a-f]{2}/g, '…') : line
}
