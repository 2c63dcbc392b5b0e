/** Register and faults agree: whatever a client can judge, some fault breaks, or it is written why none does. */
import { describe, expect, test } from 'vitest'
import { isRequirementId, requirements } from '#contract'
import { faults, faultTypes, requirementsWithoutFault } from '#emulator'

const broken = new Set(faults.map(({ requirement }) => requirement))

describe('faults and requirements', () => {
  test('every requirement has a fault, or a reason to have none', () => {
    const idle = requirements
      .map(({ id }) => id)
      .filter((id) => !broken.has(id) && requirementsWithoutFault[id] === undefined)
    expect(idle).toEqual([])
  })

  test('a reason to have none stands for a requirement that exists and has none', () => {
    for (const id of Object.keys(requirementsWithoutFault)) {
      expect(isRequirementId(id), id).toBe(true)
      expect(broken.has(id), id).toBe(false)
    }
  })

  test('every fault breaks a requirement that exists', () => {
    expect(faults.filter(({ requirement }) => !isRequirementId(requirement)).map(({ name }) => name)).toEqual([])
  })

  test('what fails of necessity is another requirement that exists, and the reason is a sentence', () => {
    for (const { name, requirement, alsoFails = {} } of faults) {
      for (const [id, reason] of Object.entries(alsoFails)) {
        expect(isRequirementId(id), `${name}: ${id}`).toBe(true)
        expect(id).not.toBe(requirement)
        expect(reason).toMatch(/^[A-Z].{20,}\.$/)
      }
    }
  })

  test('the ten fault types of the literature have examples', () => {
    expect(faultTypes).toHaveLength(10)
    for (const { name, faults: examples } of faultTypes) {
      expect(examples.length, name).toBeGreaterThan(0)
      for (const example of examples) expect(faults.find((fault) => fault.name === example)?.restType).toBe(name)
    }
  })
})
