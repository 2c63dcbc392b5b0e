import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import type { Requirement } from '#contract'
import { assembleReport, type RunRecord, type SpecSnapshot } from './assemble-report.ts'
import { emptyEvidence } from './test-result.ts'

const requirement: Requirement = {
  id: 'servers.start.only-shutoff',
  level: 'must',
  basis: 'documented',
  text: { en: 'os-start is refused in any state but SHUTOFF.', ko: '…' },
  source: { section: '인스턴스 시작', lines: '1178' },
  contested: { issue: 'B-111', reading: { en: 'One reading.', ko: '…' } },
  statements: [],
  operations: ['actOnServer'],
  needs: [],
  codes: [],
  vendor: false,
  variants: [],
  group: 'actions',
}

const yardstick: SpecSnapshot = {
  requirements: [{ ...requirement, id: 'actions.one-key', needs: ['volume'] }, requirement],
  profiles: { toast: { id: 'toast', text: { en: '', ko: '' }, changes: [] } },
  coverable: { operations: ['actOnServer'], properties: ['showServer body/server/id'] },
  hashes: { contract: 'a'.repeat(64), register: 'b'.repeat(64) },
}

const finding = { message: 'm', at: 'status', expected: '409', actual: '202', step: 's', exchange: 2, curl: 'curl' }
const exchange = {
  index: 2,
  operation: 'actOnServer',
  phase: 'act',
  method: 'POST',
  url: 'http://127.0.0.1:1/v2/t/servers/s/action',
  requestHeaders: { accept: 'application/json' },
  requestBody: '{"os-start":null}',
  status: 202,
  headers: {},
  startedAt: 1,
  ms: 3.5,
} as const

const run: RunRecord = {
  settings: {
    runId: 'r1',
    url: 'http://127.0.0.1:1',
    profile: 'toast',
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
      requirements: [requirement.id],
      errors: [{ name: 'NonconformanceError', message: 'm' }],
      evidence: {
        ...emptyEvidence(),
        assertions: [{ requirement: requirement.id, by: 'suite', finding }],
        exchanges: [exchange],
        transitions: [{ server: 's', from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5, taskState: null }],
      },
    },
  ],
  exchanges: [{ ...exchange, index: 1 }],
  journal: ['{"at":1,"event":"intent","kind":"server","ref":1,"name":"n"}'],
  errors: ['t'],
}

test('everything comes together in the order of the register and of the calls', () => {
  const report = assembleReport(run, yardstick)
  expect(report.requirements.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['actions.one-key', 'skipped'],
    ['servers.start.only-shutoff', 'fail'],
  ])
  expect(report).toMatchObject({
    verdict: 'nonconformant',
    requests: 2,
    runId: 'r1',
    startedAt: '1970-01-01T00:00:00.000Z',
  })
  expect(report.totals).toMatchObject({ fail: 1, skipped: 1, pass: 0 })
  expect(report.exchanges.map(({ index }) => index)).toEqual([1, 2])
  expect(report.transitions).toEqual([{ from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 5 }])
  expect(report.resources.leaked).toMatchObject([{ name: 'n', remove: 'compute-conformance cleanup --run r1' }])
})

test('the same run gives the same report', () => {
  expect(JSON.stringify(assembleReport(run, yardstick))).toBe(JSON.stringify(assembleReport(run, yardstick)))
})

test('a profile that does not exist is refused by name', () => {
  const settings = { ...run.settings, profile: 'moon' }
  expect(() => assembleReport({ ...run, settings }, yardstick)).toThrow(/no profile "moon"; there are toast/)
})

const ajv = new Ajv2020({ strict: true, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('../schemas/report.schema.json', import.meta.url), 'utf8')),
)

test('a report is what the published schema says', () => {
  validate(JSON.parse(JSON.stringify(assembleReport(run, yardstick))))
  expect(validate.errors).toBeNull()
})

test.for([
  ['an outcome that does not exist', { requirements: [{ outcome: 'fine' }] }],
  ['a property that does not exist', { colour: 'red' }],
  ['another version', { schemaVersion: 1 }],
])('the published schema refuses %s', ([, change]) => {
  const report = { ...assembleReport(run, yardstick), ...Object(change) }
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false)
})

test('the published schema refuses a failure without a finding', () => {
  const report = JSON.parse(JSON.stringify(assembleReport(run, yardstick)))
  report.requirements[1].findings = []
  expect(validate(report)).toBe(false)
})
