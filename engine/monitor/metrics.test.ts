import { expect, test } from 'vitest'
import { makeReport, makeResult, oneKey, onlyShutoff } from '../../results/report.fixture.ts'
import { MonitorMetrics } from './metrics.ts'

const reportOf = (outcome: 'pass' | 'fail') => ({
  ...makeReport('run', [makeResult(oneKey, outcome), makeResult(onlyShutoff, 'pass')]),
  transitions: [{ from: 'BUILD', to: 'ACTIVE', after: 'create', ms: 1_500 }],
})

test('the metrics show the outcomes of the latest run only', async () => {
  const metrics = new MonitorMetrics()
  for (const outcome of ['fail', 'pass'] as const) metrics.show(reportOf(outcome))
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('compute_conformance_requirement{'))
  expect(lines.toSorted()).toEqual([
    `compute_conformance_requirement{requirement="${oneKey}",level="must",outcome="pass"} 1`,
    `compute_conformance_requirement{requirement="${onlyShutoff}",level="must",outcome="pass"} 1`,
  ])
})

test('times are in the histogram, in seconds, and runs are counted by their verdict', async () => {
  const metrics = new MonitorMetrics()
  for (const outcome of ['conformant', 'untested', 'untested'] as const) metrics.count(outcome)
  metrics.countSkipped(2)
  metrics.addTransitions(reportOf('pass'))
  const text = await metrics.text()
  const transition = 'from="BUILD",to="ACTIVE",after="create"'
  expect(text).toContain(`compute_conformance_transition_seconds_bucket{le="1",${transition}} 0`)
  expect(text).toContain(`compute_conformance_transition_seconds_bucket{le="2.5",${transition}} 1`)
  expect(text).toContain(`compute_conformance_transition_seconds_sum{${transition}} 1.5`)
  expect(text).toContain('compute_conformance_runs_total{verdict="untested"} 2')
  expect(text).toContain('compute_conformance_skipped_runs_total 2')
})

test('leaked resources are counted by kind, and are zero without any', async () => {
  const metrics = new MonitorMetrics()
  metrics.show(reportOf('pass'))
  expect(await metrics.text()).toContain('compute_conformance_leaked_resources{kind="servers"} 0')
  const report = reportOf('fail')
  const leaked = [{ kind: 'keypairs', id: 'a', remove: 'curl' }]
  metrics.show({ ...report, verdict: 'nonconformant', resources: { ...report.resources, leaked } })
  const text = await metrics.text()
  expect(text).toContain('compute_conformance_leaked_resources{kind="keypairs"} 1')
  expect(text).toContain('compute_conformance_conformant 0')
})
