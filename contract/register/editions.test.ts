import { describe, expect, test } from 'vitest'
import { applyEdition, sourceIn, statementsIn } from './editions.ts'
import { editionEntries, profiles, requirement, requirements, statements, unobservable } from './requirements.ts'

const edition = '2026-05'
const { statements: rows, unverified, changes } = editionEntries[edition]
const ids = Object.keys(rows)
const reasons = unverified.flatMap((each) => each.statements)

/** Statements that no requirement of the edition verifies, because none of the first edition could either. */
const stillUnobservable = ids.filter((id) => {
  const { relation, continues = [] } = rows[id] ?? {}
  return relation === 'same' && continues.every((one) => unobservable.some(({ statement }) => statement === one))
})

describe('the statements of edition 2026-05', () => {
  test('are all there', () => {
    expect(ids).toHaveLength(273)
    const relations = Object.values(rows).map(({ relation }) => relation)
    const countOf = (wanted: string) => relations.filter((relation) => relation === wanted).length
    expect(['same', 'promoted', 'changed', 'new'].map(countOf)).toEqual([149, 11, 32, 81])
  })

  test('continue statements of the first edition', () => {
    expect(Object.values(rows).flatMap(({ continues = [] }) => continues.filter((id) => !(id in statements)))).toEqual(
      [],
    )
  })

  test('are each verified by a requirement, or have a reason', () => {
    const verified = new Set(requirements.flatMap((one) => statementsIn(one, edition)))
    const explained = new Set([...reasons, ...stillUnobservable])
    expect(ids.filter((id) => !verified.has(id) && !explained.has(id))).toEqual([])
  })

  test('that are new or changed are named by a requirement of the edition, or have a reason', () => {
    const named = new Set(
      requirements.filter(({ editions }) => editions.includes(edition)).flatMap((one) => one.statements),
    )
    const open = ids.filter((id) => ['new', 'changed'].includes(rows[id]?.relation ?? ''))
    expect(open.filter((id) => !named.has(id) && !reasons.includes(id))).toEqual([])
    expect(reasons.filter((id) => named.has(id))).toEqual([])
  })

  test('have one reason at most, and exist', () => {
    expect(reasons.filter((id, index) => reasons.indexOf(id) !== index || !(id in rows))).toEqual([])
  })
})

describe('the requirements of edition 2026-05', () => {
  test('have statements of it, unless the document has none for them', () => {
    const without = requirements.filter(
      (one) => one.editions.includes(edition) && one.basis !== 'convention' && statementsIn(one, edition).length === 0,
    )
    expect(without.map(({ id }) => id)).toEqual([])
  })

  test('are those of the first edition without the 24 that it has dropped', () => {
    const dropped = requirements.filter(({ editions }) => !editions.includes(edition))
    expect(dropped).toHaveLength(24)
    expect(dropped.filter((one) => statementsIn(one, edition).length > 0)).toEqual([])
  })

  test('are changed only where it has them', () => {
    expect(changes.filter((change) => !requirement(change.requirement).editions.includes(edition))).toEqual([])
  })

  test('have their places in it', () => {
    expect(sourceIn(requirement('flavors.list.array'), '2020-03')).toEqual({
      section: '타입 목록 보기',
      lines: '91, 103',
    })
    expect(sourceIn(requirement('flavors.list.array'), edition)).toEqual({ section: '타입 목록 보기', lines: '40' })
    expect(sourceIn(requirement('versions.v2'), edition)).toBeUndefined()
  })
})

test('what a profile says of a requirement precedes what the edition says', () => {
  const { nova, nhn } = profiles
  if (!nova || !nhn) throw new TypeError('There is no profile nova or nhn.')
  const changeIn = (profile: typeof nova, id: string) =>
    applyEdition(profile, edition).changes.find((change) => change.requirement === id)
  expect(changeIn(nhn, 'servers.create.network-subnet')).toMatchObject({ basis: 'documented' })
  expect(changeIn(nova, 'servers.create.network-subnet')).toMatchObject({ off: true, basis: 'documented' })
  expect(changeIn(nova, 'versions.v2')).toMatchObject({ off: true })
})
