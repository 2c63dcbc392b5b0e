import { describe, expect, test } from 'vitest'
import {
  contractRequirementIds,
  profiles,
  requirement,
  requirements,
  statements,
  suitesVerifying,
  unobservable,
} from '../index.ts'

describe('the register', () => {
  test('gives every id once', () => {
    const ids = requirements.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test('forgets no statement of the document: each ends in a requirement or in a written reason', () => {
    const covered = new Set([
      ...requirements.flatMap((one) => one.statements),
      ...unobservable.map(({ statement }) => statement),
    ])
    expect(Object.keys(statements).filter((id) => !covered.has(id))).toEqual([])
    expect(Object.keys(statements)).toHaveLength(402)
  })

  test('cites no statement that the document does not have', () => {
    const cited = [...requirements.flatMap((one) => one.statements), ...unobservable.map(({ statement }) => statement)]
    expect(cited.filter((id) => !(id in statements))).toEqual([])
  })

  test('does not call unobservable what a requirement verifies', () => {
    const verified = new Set(requirements.flatMap((one) => one.statements))
    expect(unobservable.map(({ statement }) => statement).filter((id) => verified.has(id))).toEqual([])
  })

  test('has every requirement verified by the contract or by a suite', () => {
    expect(
      requirements
        .map(({ id }) => id)
        .filter((id) => !contractRequirementIds.has(id) && suitesVerifying(id).length === 0),
    ).toEqual([])
  })

  test('has every requirement that the contract cites', () => {
    expect([...contractRequirementIds].filter((id) => !requirements.some((one) => one.id === id))).toEqual([])
  })

  test('gives codes to every requirement about a status', () => {
    expect(requirements.filter(({ id, codes }) => id.startsWith('status.') && codes.length === 0)).toEqual([])
  })

  test.each(Object.values(profiles))(
    'lets profile $id change only requirements that exist, with a reason',
    (profile) => {
      for (const change of profile.changes) {
        expect(requirement(change.requirement).id).toBe(change.requirement)
        expect(change.reason.en.length).toBeGreaterThan(20)
      }
    },
  )
})
