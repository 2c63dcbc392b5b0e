import type { Exchange, Finding, RequirementId } from '#model'
import { causesOf } from './outcomes/causes.ts'
import { totalsOf, verdictOf } from './outcomes/verdict.ts'
import type { Outcome, Report, RequirementResult } from './report.ts'

export const oneKey = 'actions.one-key' satisfies RequirementId
export const onlyShutoff = 'servers.start.only-shutoff' satisfies RequirementId

/** Creates a finding with a message. */
export const makeFinding = (message: string, exchange?: number): Finding => ({
  message,
  at: 'status',
  expected: '409',
  actual: '202',
  ...(exchange !== undefined && { exchange }),
})

/** Returns a result with defaults. A failure has one finding. */
export const makeResult = (
  id: RequirementId,
  outcome: Outcome,
  overrides: Partial<RequirementResult> = {},
): RequirementResult => ({
  id,
  group: 'actions',
  level: 'must',
  basis: 'documented',
  text: { en: 'The request is rejected.', ko: '요청을 거부한다.' },
  outcome,
  operations: ['actOnServer'],
  findings: outcome === 'fail' ? [makeFinding('The request was accepted.')] : [],
  ...overrides,
})

/** Creates an exchange with an index. */
export const makeExchange = (index: number, startedAt: number, ms = 1): Exchange => ({
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

/** Returns a report of these results, with the verdict and totals that follow from them. */
export const makeReport = (
  runId: string,
  requirements: readonly RequirementResult[],
  overrides: Partial<Report> = {},
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
  causes: causesOf(requirements),
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
  ...overrides,
})
