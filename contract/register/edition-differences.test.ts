/** What the edition of May 2026 makes of the requirements of the first edition, as a table made from the two documents by hand. */
import { describe, expect, test } from 'vitest'
import type { RequirementId } from '#model'
import { statementsIn } from './editions.ts'
import { editionEntries, requirements, statements } from './requirements.ts'

const later = '2026-05'
const { statements: rows, changes } = editionEntries[later]

/** The statements without a successor, with the requirements that went with them. */
const dropped: readonly (readonly [count: number, statements: RegExp, requirements: readonly RequirementId[]])[] = [
  [
    13,
    /^VER-/,
    [
      ...(['versions.list.answers', 'versions.list.array', 'versions.id', 'versions.links'] as const),
      ...(['versions.status', 'versions.range', 'versions.updated'] as const),
      ...(['versions.v2', 'versions.v21', 'versions.no-token'] as const),
    ],
  ],
  [4, /^(GEN-06|FLV-10|SRV-LIST-13|SRV-DETAIL-12)$/, ['conventions.request-id', 'conventions.request-id-unique']],
  [2, /^FLV-0[89]$/, ['flavors.list.limit', 'flavors.list.marker']],
  [1, /^AZ-07$/, ['zones.hosts']],
  [3, /^(SRV-DETAIL-44|SRV-SHOW-35|SRV-CREATE-53)$/, ['servers.disk-config', 'servers.create.disk-config']],
  [4, /^ACT-RESIZE-0[5-8]$/, ['servers.resize.disk-config']],
  [4, /^SRV-CREATE-(29|3[012])$/, ['servers.create.personality', 'servers.create.personality-base64']],
  [1, /^SRV-CREATE-48$/, ['servers.create.device-name']],
  [1, /^SRV-CREATE-62$/, ['servers.create.root-disk-maximum']],
  [1, /^SRV-UPDATE-07$/, ['servers.update.access-ipv4']],
]

/**
 * Statements without a successor that no requirement was about, or only a variant of one. One more is gone in substance: STATE-17
 * spells SHUTOFF as STOPPED, and the row about SHUTOFF continues it.
 */
const droppedAlone = [...['FLV-02', 'AZ-02', 'KEY-01', 'STATE-01', 'SRV-DETAIL-24', 'ACT-REBOOT-06', 'IMG-10']]

/** A mandatory parameter that became optional. */
const noLongerRequired: readonly RequirementId[] = ['servers.create.image-required']

/** Open in the first edition, settled in the later one. */
const settled: Readonly<Partial<Record<RequirementId, readonly string[]>>> = {
  'servers.state.build': ['BUILD'],
  'servers.state.resize': ['RESIZE'],
  'servers.state.rescue': ['RESCUE'],
  'servers.state.shutoff': ['SHUTOFF'],
  'servers.reboot.hard-from-shutoff': ['accepted'],
  'images.create.metadata': ['optional'],
  'images.create.image-id': ['no-body'],
  'attachments.create.path': ['collection'],
}

/** In a table of the later edition, while the first one has them in an example or nowhere. */
const promoted: readonly RequirementId[] = [
  ...(['keypairs.create.private-key', 'servers.list.name-shown', 'servers.create.network-subnet'] as const),
  ...(['servers.create.block-device-uuid', 'servers.create.volume-size', 'servers.create.counts'] as const),
]

describe('what the later edition has dropped', () => {
  const continued = new Set(Object.values(rows).flatMap(({ continues = [] }) => continues))
  const withoutSuccessor = Object.keys(statements).filter((id) => !(id in rows) && !continued.has(id))

  test('are 41 statements, and the status STOPPED', () => {
    for (const [count, pattern] of dropped)
      expect([pattern, withoutSuccessor.filter((id) => pattern.test(id)).length]).toEqual([pattern, count])
    const others = withoutSuccessor.filter((id) => !dropped.some(([, pattern]) => pattern.test(id)))
    expect(others.toSorted()).toEqual(droppedAlone.toSorted())
    expect(withoutSuccessor).toHaveLength(41)
    expect(rows['N-077']?.continues).toContain('STATE-17')
  })

  test('are the requirements that only those statements had', () => {
    const gone = requirements.filter(({ editions }) => !editions.includes(later)).map(({ id }) => id)
    const expected = [...dropped.flatMap(([, , ids]) => ids), ...noLongerRequired]
    expect(gone.toSorted()).toEqual(expected.toSorted())
    expect(
      gone.filter((id) => requirements.some((one) => one.id === id && statementsIn(one, later).length > 0)),
    ).toEqual([])
  })
})

test('the later edition settles what was open, and states in a table what was an example', () => {
  const variants = Object.fromEntries(changes.flatMap((one) => (one.variants ? [[one.requirement, one.variants]] : [])))
  expect(variants).toEqual(settled)
  expect(changes.filter(({ basis }) => basis === 'documented').map(({ requirement }) => requirement)).toEqual(promoted)
})
