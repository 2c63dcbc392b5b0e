import { describe, expect, test } from 'vitest'
import type { AssertionResult, Evidence } from '#model'
import { makeExchange, makeFinding } from '../report.fixture.ts'
import { makeTest, other, resultOf, subject } from './requirement-outcomes.fixture.ts'

const staleReads = ['Reads may be out of date.']
const read = makeExchange(1, 0)
const create = { ...makeExchange(2, 0), method: 'POST', url: 'http://h/v2/t/servers' }
const update = { ...makeExchange(4, 0), method: 'PUT', url: 'http://h/v2/t/servers/s' }
const action = { ...makeExchange(3, 0), method: 'POST', url: 'http://h/v2/t/servers/s/action' }

const violation = (exchange: number, by: AssertionResult['by'] = 'suite'): AssertionResult => ({
  requirement: subject,
  by,
  finding: makeFinding('The server shows another name.', exchange),
})
const failing = (evidence: Partial<Evidence>) =>
  makeTest({ evidence: { exchanges: [read, create, action, update], ...evidence } })
const stale = makeTest({ requirements: [other], evidence: { staleReads } })

describe('where reads may be out of date', () => {
  test.each([
    ['a read', 1],
    ['an action, which was sent for the status that a read showed,', 3],
    ['an update of a server that a read showed', 4],
  ])('a finding about %s decides nothing', (_, exchange) => {
    expect(resultOf([failing({ assertions: [violation(exchange)] }), stale])).toMatchObject({
      outcome: 'inconclusive',
      reason: staleReads[0],
      findings: [],
    })
  })

  test('a finding about another request, or about the form of a response, is a violation', () => {
    for (const assertions of [[violation(2)], [violation(1), violation(2)], [violation(1, 'contract')]])
      expect(resultOf([failing({ assertions }), stale]).outcome).toBe('fail')
  })
})

test('a finding about a read is a violation where nothing says that reads are out of date', () => {
  expect(resultOf([failing({ assertions: [violation(1)] })]).outcome).toBe('fail')
})
