import { describe, expect, test } from 'vitest'
import { buildMatrix, type Report } from '#results'
import { exampleReport } from '../example-report.fixture.ts'
import { matrixRenderers } from '../index.ts'

/** Returns the example report with other outcomes of some requirements, and without others. */
const changed = (outcomes: Readonly<Record<string, 'pass' | 'fail'>>, without: readonly string[] = []): Report => ({
  ...exampleReport,
  runId: 'other',
  requirements: exampleReport.requirements
    .filter(({ id }) => !without.includes(id))
    .map((result) => ({ ...result, outcome: outcomes[result.id] ?? result.outcome })),
})

const other = changed(
  { 'versions.list.ids': 'fail', 'servers.show.error-body': 'pass', 'servers.start.only-shutoff': 'pass' },
  ['flavors.show.ephemeral'],
)
const matrix = buildMatrix([{ report: exampleReport }, { name: '<b>ours</b>', report: other }])

describe('a matrix', () => {
  test('begins with what tells the targets apart, mandatory requirements first', () => {
    expect(matrix.differing.map(({ id, states }) => [id, ...states])).toEqual([
      ['versions.list.ids', 'pass', 'fail'],
      ['servers.start.only-shutoff', 'fail', 'pass'],
      ['servers.show.error-body', 'fail', 'pass'],
    ])
  })

  test('continues with what is equal and not passed, also where a target does not have it', () => {
    expect(matrix.alike.map(({ id }) => id)).toContain('servers.create.name-limit')
    expect(matrix.alike.find(({ id }) => id === 'flavors.show.ephemeral')?.states).toEqual(['fail', null])
    expect(matrix.passed).toBe(1)
  })

  test('names a target as the user does, or by its URL', () => {
    expect(matrix.targets.map(({ name }) => name)).toEqual(['http://127.0.0.1:8774', '<b>ours</b>'])
  })
})

test.each(['text', 'markdown', 'html'] as const)(
  'the %s shows every target and requirement that is not passed',
  (format) => {
    const text = matrixRenderers[format](matrix, { lang: 'en' })
    for (const { id } of [...matrix.differing, ...matrix.alike]) expect(text).toContain(id)
    expect(text).toContain('Passed by every target: 1.')
    expect(text.endsWith('\n')).toBe(true)
    if (format !== 'text') expect(text).not.toContain('<b>ours')
    expect(matrixRenderers[format](matrix, { lang: 'ko' })).toContain('모든 대상이 통과: 1건.')
  },
)
