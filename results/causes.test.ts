import { expect, test } from 'vitest'
import type { RequirementId } from '#model'
import { causesOf } from './causes.ts'
import { makeResult } from './report.fixture.ts'

const inconclusive = (id: RequirementId, reason: string, blockedBy?: 'servers.stop.becomes-shutoff') =>
  makeResult(id, 'inconclusive', { reason, ...(blockedBy && { blockedBy }) })

test('lists the cause first that prevents most, and groups equal reasons', () => {
  const stop = 'servers.stop.becomes-shutoff'
  const causes = causesOf([
    inconclusive('servers.start.only-shutoff', 'POST /servers/1 failed: no complete response within 60 s.'),
    inconclusive('servers.start.becomes-active', 'The server was not SHUTOFF within 120 s.', stop),
    inconclusive('servers.reboot.hard', 'POST /servers/2 failed: no complete response within 5 s.'),
    inconclusive('servers.state.shutoff', 'The server was not SHUTOFF within 2 s.', stop),
    inconclusive('servers.reboot.hard-from-shutoff', 'not reached', stop),
    makeResult('servers.show.answers', 'pass'),
  ])
  expect(causes.map(({ requirement, blocks }) => [requirement, blocks.length])).toEqual([
    [stop, 3],
    [undefined, 2],
  ])
  expect(causes[0]?.reason).toBe('The server was not SHUTOFF within 120 s.')
})
