import { expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { Random } from '../random.ts'
import { Accounts, seedUsers } from './accounts.ts'

test('keeps at most 10,000 tokens and drops the oldest', () => {
  const accounts = new Accounts(seedUsers(new Random(1)), manualClock(0))
  const first = accounts.issue(accounts.conformance)
  for (let count = 0; count < 10_000; count++) accounts.issue(accounts.conformance)
  expect(accounts.find(first.text)).toBeUndefined()
  expect(accounts.find(accounts.issue(accounts.conformance).text)).toBeDefined()
  expect(accounts.tokens.length).toBeLessThanOrEqual(10_000)
})
