import { validate } from 'ctrf'
import { describe, expect, test } from 'vitest'
import { exampleReport as report } from '../example-report.fixture.ts'
import { renderBadge } from './badge.ts'
import { renderCodeQuality } from './code-quality.ts'
import { renderCtrf } from './ctrf.ts'

const options = { lang: 'en' } as const
const conformant = { ...report, verdict: 'conformant' as const }

describe('the badge', () => {
  test('shows the verdict with its colour', () => {
    expect(JSON.parse(renderBadge(report, options))).toEqual({
      ...{ schemaVersion: 1, label: 'Compute API conformance', message: 'not conformant', color: 'red', isError: true },
    })
    expect(JSON.parse(renderBadge(conformant, options))).toMatchObject({ message: 'conformant', color: 'brightgreen' })
  })

  test('says how many requirements a run of a part tested', () => {
    const part = { ...conformant, selection: { only: ['servers.*'] } }
    expect(JSON.parse(renderBadge(part, options))).toMatchObject({ message: 'conformant (15/16)' })
  })
})

describe('the code quality report', () => {
  const entries: readonly Record<string, unknown>[] = JSON.parse(renderCodeQuality(report, options))

  test('has the failures that are not accepted, with the members that GitLab requires', () => {
    expect(entries.map((entry) => [entry['check_name'], entry['severity']])).toEqual([
      ['servers.start.only-shutoff', 'critical'],
      ['servers.create.name-limit', 'critical'],
      ['servers.show.error-body', 'minor'],
    ])
    for (const entry of entries)
      expect(entry).toEqual({
        description: expect.stringMatching(/^[a-z.-]+: .+/),
        check_name: expect.any(String),
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
        location: { path: expect.stringMatching(/^requirements\/[a-z-]+\.yaml$/), lines: { begin: 1 } },
      })
  })
})

describe('the CTRF report', () => {
  const ctrf = JSON.parse(renderCtrf(report, options))

  test('conforms to the schema of ctrf.io', () => {
    expect(validate(ctrf)).toMatchObject({ valid: true })
    expect(validate({ ...ctrf, results: {} })).toMatchObject({ valid: false })
  })

  test('counts what it contains', () => {
    const { summary, tests } = ctrf.results
    const count = (status: string) => tests.filter((each: { status: string }) => each.status === status).length
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
      expect([status, summary[status]]).toEqual([status, count(status)])
    expect(ctrf.results.extra.leftovers).toHaveLength(report.resources.leaked.length)
    expect(summary).toMatchObject({ tests: 16, passed: 2, failed: 2, other: 6, skipped: 6, flaky: 1 })
  })

  test('has the times of the tests', () => {
    const [first] = report.requirements
    if (!first) throw new RangeError('the example report has a requirement')
    const timed = JSON.parse(renderCtrf({ ...report, requirements: [{ ...first, ms: 1_234.4 }] }, options))
    expect(timed.results.tests[0].duration).toBe(1_234)
  })

  test('fails a broken recommendation only where it fails the run', () => {
    const statusOf = (failOn: 'must' | 'should') =>
      JSON.parse(renderCtrf(report, { ...options, failOn })).results.tests.find(
        ({ name }: { name: string }) => name === 'servers.show.error-body',
      ).status
    expect([statusOf('must'), statusOf('should')]).toEqual(['other', 'failed'])
  })
})
