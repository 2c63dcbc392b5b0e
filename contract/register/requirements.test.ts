import { describe, expect, test } from 'vitest'
import { capabilities } from '#model'
import {
  contractRequirementIds,
  editionEntries,
  profiles,
  requirement,
  requirements,
  statements,
  suitesVerifying,
  unobservable,
} from '../index.ts'

describe('the register', () => {
  test('has no duplicate ids', () => {
    const ids = requirements.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test('covers every statement of the document by a requirement or a reason why it is unobservable', () => {
    const covered = new Set([
      ...requirements.flatMap((one) => one.statements),
      ...unobservable.map(({ statement }) => statement),
    ])
    expect(Object.keys(statements).filter((id) => !covered.has(id))).toEqual([])
    expect(Object.keys(statements)).toHaveLength(402)
  })

  test('refers only to statements that exist', () => {
    const later = Object.values(editionEntries).flatMap((edition) => Object.keys(edition.statements))
    const cited = [...requirements.flatMap((one) => one.statements), ...unobservable.map(({ statement }) => statement)]
    expect(cited.filter((id) => !(id in statements) && !later.includes(id))).toEqual([])
  })

  test('lists no statement both as verified and as unobservable', () => {
    const verified = new Set(requirements.flatMap((one) => one.statements))
    expect(unobservable.map(({ statement }) => statement).filter((id) => verified.has(id))).toEqual([])
  })

  test('has no requirement that neither the OpenAPI description nor a suite verifies', () => {
    expect(
      requirements
        .map(({ id }) => id)
        .filter((id) => !contractRequirementIds.has(id) && suitesVerifying(id).length === 0),
    ).toEqual([])
  })

  test('contains every requirement that the OpenAPI description refers to', () => {
    expect([...contractRequirementIds].filter((id) => !requirements.some((one) => one.id === id))).toEqual([])
  })

  test('refers only to capabilities that exist', () => {
    const needs = new Set(requirements.flatMap((one) => one.needs))
    expect([...needs].filter((need) => !capabilities.includes(need))).toEqual([])
  })

  test('lists status codes for every requirement about a status', () => {
    expect(requirements.filter(({ id, codes }) => id.startsWith('status.') && codes.length === 0)).toEqual([])
  })

  test.each(Object.values(profiles))(
    'has only existing requirements in profile $id, each change with a reason',
    (profile) => {
      for (const change of profile.changes) {
        expect(requirement(change.requirement).id).toBe(change.requirement)
        expect(change.reason.en.length).toBeGreaterThan(20)
      }
    },
  )
})
