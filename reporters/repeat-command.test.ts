import { expect, test } from 'vitest'
import type { Report } from '#results'
import { makeReport, makeResult, oneKey } from '../results/report.fixture.ts'
import { repeatCommand } from './repeat-command.ts'

const commandFor = (target: Partial<Report['target']>, ms?: number) => {
  const report = makeReport('run', [])
  const result = { ...makeResult(oneKey, 'fail'), ...(ms === undefined ? {} : { ms }) }
  return repeatCommand({ ...report, target: { ...report.target, ...target } }, result)
}

test.each<[Partial<Report['target']>, string]>([
  [{ profile: 'toast' }, ''],
  [{ profile: 'nhn', edition: '2026-05' }, ' --profile nhn'],
  [
    { profile: 'nova', edition: '2026-05', options: '--os-cloud mine' },
    ' --os-cloud mine --profile nova --edition 2026-05',
  ],
])('a command tests a requirement of %j again', (target, options) => {
  expect(commandFor(target, 5)).toBe(`compute-conformance run${options} --only ${oneKey}`)
})

test('traffic of other clients cannot be repeated', () => {
  expect(commandFor({})).toBeUndefined()
})

test('a finding of a test that verifies other requirements is shown by that test', () => {
  const finding = { message: 'Wrong.', at: 'status', expected: '202', actual: '200', exchange: 7 }
  const commandWith = (requirements: readonly string[], findings = [finding], ofFirst = ['servers.show.answers']) => {
    const tests = [
      { title: 'shows', requirements: ofFirst, exchanges: [6] },
      { title: 'acts', requirements, exchanges: [7, 8] },
    ]
    const result = { ...makeResult(oneKey, 'fail'), findings, ms: 5 }
    return repeatCommand({ ...makeReport('run', []), tests }, result)
  }
  expect(commandWith(['servers.stop.becomes-shutoff', 'servers.state.shutoff'])).toMatch(
    new RegExp(`--only ${oneKey} servers\\.stop\\.becomes-shutoff$`),
  )
  expect(commandWith(['servers.stop.becomes-shutoff', oneKey])).toMatch(new RegExp(`--only ${oneKey}$`))
  expect(commandWith(['servers.stop.becomes-shutoff'], [finding, { ...finding, exchange: 6 }], [oneKey])).toMatch(
    new RegExp(`--only ${oneKey}$`),
  )
})
