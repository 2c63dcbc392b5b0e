import type { Exchange, Finding, RequirementId } from '#model'

import type { Report, RequirementResult } from './report.ts'
import { totalsOf } from './totals.ts'
import { verdictOf } from './verdict.ts'

export const start = 'actions.one-key' satisfies RequirementId
export const stop = 'servers.start.only-shutoff' satisfies RequirementId

export const finding = (message: string, exchange?: number): Finding => ({
  message,
  at: 'status',
  expected: '409',
  actual: '202',
  ...(exchange !== undefined && { exchange }),
})

/** A result of which only what matters is said: a failure has a finding. */
export const result = (
  id: RequirementId,
  outcome: RequirementResult['outcome'],
  more: Partial<RequirementResult> = {},
): RequirementResult => ({
  id,
  group: 'actions',
  level: 'must',
  basis: 'documented',
  text: { en: 'It is so.', ko: '그렇다.' },
  outcome,
  operations: ['actOnServer'],
  findings: outcome === 'fail' ? [finding('It is not so.')] : [],
  ...more,
})

export const exchange = (index: number, startedAt: number, ms = 1): Exchange => ({
  index,
  phase: 'act',
  method: 'GET',
  url: `http://127.0.0.1:1/v2/t/servers/${startedAt}`,
  requestHeaders: {},
  status: 200,
  headers: {},
  startedAt,
  ms,
})

/** A report of these results; verdict and totals follow from them. */
export const report = (
  runId: string,
  requirements: readonly RequirementResult[],
  more: Partial<Report> = {},
): Report => ({
  schemaVersion: 2,
  verdict: verdictOf(requirements),
  target: { url: 'http://127.0.0.1:1', profile: 'toast', versions: ['v2.0'] },
  tool: { version: '0.1.0', contract: 'a'.repeat(64), register: 'b'.repeat(64) },
  runId,
  startedAt: '2026-01-02T00:00:00.000Z',
  durationMs: 1_000,
  totals: totalsOf(requirements),
  requirements,
  coverage: {
    operations: { listServers: 0, actOnServer: 0 },
    statuses: {},
    properties: { seen: 0, documented: 0, unseen: [] },
    queryParameters: {},
    states: [],
    undocumentedProperties: [],
  },
  transitions: [],
  resources: { created: {}, peakServers: 0, serverSeconds: 0, leaked: [] },
  requests: 0,
  exchanges: [],
  errors: [],
  ...more,
})
