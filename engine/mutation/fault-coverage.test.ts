import { describe, expect, test } from 'vitest'
import { isRequirementId, requirements } from '#contract'
import { faults, faultTypes, requirementsWithoutFault } from '#emulator'

const violated = new Set(faults.map(({ requirement }) => requirement))

describe('faults and requirements', () => {
  test('every requirement has a fault, or a reason why it has none', () => {
    const withoutFault = requirements
      .map(({ id }) => id)
      .filter((id) => !violated.has(id) && requirementsWithoutFault[id] === undefined)
    expect(withoutFault).toEqual([])
  })

  test('every such reason is for an existing requirement without a fault', () => {
    for (const id of Object.keys(requirementsWithoutFault)) {
      expect(isRequirementId(id), id).toBe(true)
      expect(violated.has(id), id).toBe(false)
    }
  })

  test('every fault violates an existing requirement', () => {
    expect(faults.filter(({ requirement }) => !isRequirementId(requirement)).map(({ name }) => name)).toEqual([])
  })

  test('every declared collateral failure is another existing requirement, with a sentence as reason', () => {
    for (const { name, requirement, alsoFails = {} } of faults) {
      for (const [id, reason] of Object.entries(alsoFails)) {
        expect(isRequirementId(id), `${name}: ${id}`).toBe(true)
        expect(id).not.toBe(requirement)
        expect(reason).toMatch(/^[A-Z].{20,}\.$/)
      }
    }
  })

  test('the ten REST fault types have examples', () => {
    expect(faultTypes).toHaveLength(10)
    for (const { name, faults: examples } of faultTypes) {
      expect(examples.length, name).toBeGreaterThan(0)
      for (const example of examples) expect(faults.find((fault) => fault.name === example)?.restType).toBe(name)
    }
  })
})
