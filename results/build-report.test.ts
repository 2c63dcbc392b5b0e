import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { Requirement } from '#contract'
import { emptyEvidence } from '#model'
import { buildReport, type RunRecord, type SpecSnapshot } from './build-report.ts'
import { makeExchange, makeFinding, oneKey, onlyShutoff } from './report.fixture.ts'

const requirement: Requirement = {
  id: onlyShutoff,
  level: 'must',
  basis: 'documented',
  text: { en: 'os-start is rejected in any state but SHUTOFF.', ko: '…' },
  source: { section: '인스턴스 시작', lines: '1178' },
  contested: { issue: 'B-111', reading: { en: 'Both interpretations are accepted.', ko: '…' } },
  editions: ['2020-03'],
  statements: [],
  operations: ['actOnServer'],
  needs: [],
  codes: [],
  vendor: false,
  variants: [],
  group: 'actions',
}

const spec: SpecSnapshot = {
  requirements: [{ ...requirement, id: oneKey, needs: ['volume'] }, requirement],
  profiles: { toast: { id: 'toast', text: { en: '', ko: '' }, editions: ['2020-03'], changes: [] } },
  coverable: { operations: ['actOnServer'], properties: ['showServer body/server/id'] },
  hashes: { contract: 'a'.repeat(64), register: 'b'.repeat(64) },
}

const finding = { ...makeFinding('The request was accepted.', 2), step: 'start an ACTIVE server', curl: 'curl' }

const run: RunRecord = {
  settings: {
    runId: 'r1',
    computeUrl: 'http://127.0.0.1:1/v2',
    profile: 'toast',
    edition: '2020-03',
    capabilities: [],
    missing: {},
    selection: { only: [], skip: [], off: {} },
    readOnly: false,
  },
  versions: ['v2.0'],
  tool: '0.1.0',
  startedAt: new Date(0),
  durationMs: 12.4,
  cases: [
    {
      id: 'b',
      title: 'b',
      state: 'failed',
      requirements: [onlyShutoff],
      errors: [{ name: 'NonconformanceError', message: 'The request was accepted.' }],
      evidence: {
        ...emptyEvidence(),
        assertions: [{ requirement: onlyShutoff, by: 'suite', finding }],
        exchanges: [
          { ...makeExchange(2, 1, 3.5), operation: 'actOnServer', requestBody: '{"os-start":null}' },
          makeExchange(1, 1),
        ],
        transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5, taskState: null }],
      },
    },
  ],
  journal: ['{"at":1,"event":"intent","kind":"server","ref":1,"name":"n"}'],
  errors: ['The worker ended.'],
}

describe('buildReport', () => {
  const report = buildReport(run, spec)

  test('lists requirements in register order and exchanges by index', () => {
    expect(report.requirements.map(({ id, outcome }) => [id, outcome])).toEqual([
      [oneKey, 'skipped'],
      [onlyShutoff, 'fail'],
    ])
    expect(report.exchanges.map(({ index }) => index)).toEqual([1, 2])
  })

  test('computes verdict, totals and figures of the run', () => {
    expect(report).toMatchObject({
      verdict: 'nonconformant',
      requests: 2,
      runId: 'r1',
      startedAt: '1970-01-01T00:00:00.000Z',
      durationMs: 12,
      errors: ['The worker ended.'],
    })
    expect(report.totals).toMatchObject({ fail: 1, skipped: 1, pass: 0 })
    expect(report.transitions).toEqual([{ from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5 }])
    expect(report.resources.leaked).toMatchObject([{ name: 'n', remove: 'compute-conformance cleanup --run r1' }])
  })

  test('says which part the run was asked for', () => {
    const selection = { only: ['servers.*'], skip: [], off: {} }
    const build = (overrides: Partial<RunRecord>) => buildReport({ ...run, ...overrides }, spec)
    expect(build({ settings: { ...run.settings, selection } }).selection).toEqual({ only: ['servers.*'] })
    expect(build({ shard: { index: 2, count: 3 } }).shards).toEqual({ count: 3, indexes: [2] })
    for (const absent of ['selection', 'shards'])
      expect(build({ shard: { index: 1, count: 1 } })).not.toHaveProperty(absent)
  })

  test('returns equal reports for the same run', () => {
    expect(JSON.stringify(buildReport(run, spec))).toBe(JSON.stringify(report))
  })

  test('throws for an unknown profile and lists the known ones', () => {
    const settings = { ...run.settings, profile: 'moon' }
    expect(() => buildReport({ ...run, settings }, spec)).toThrow(/no profile "moon"; expected one of toast/)
  })
})

describe('report.schema.json', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(
    JSON.parse(readFileSync(new URL('../schemas/report.schema.json', import.meta.url), 'utf8')),
  )
  const reportJson = () => JSON.parse(JSON.stringify(buildReport(run, spec)))

  test('accepts a report', () => {
    validate(reportJson())
    expect(validate.errors).toBeNull()
  })

  test.for([
    ['an unknown outcome', { requirements: [{ outcome: 'fine' }] }],
    ['an unknown property', { colour: 'red' }],
    ['another version', { schemaVersion: 1 }],
  ])('rejects %s', ([, change]) => {
    expect(validate({ ...reportJson(), ...Object(change) })).toBe(false)
  })

  test('rejects a failure without a finding', () => {
    const report = reportJson()
    report.requirements[1].findings = []
    expect(validate(report)).toBe(false)
  })
})
