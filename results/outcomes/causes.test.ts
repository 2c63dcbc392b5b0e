import { describe, expect, test } from 'vitest'
import type { RequirementId } from '#model'
import { makeFinding, makeResult } from '../report.fixture.ts'
import { causesOf } from './causes.ts'

const stop = 'servers.stop.becomes-shutoff'
const rest = 'servers.task-state.idle'

const inconclusive = (id: RequirementId, reason: string, blockedBy?: RequirementId) =>
  makeResult(id, 'inconclusive', { reason, ...(blockedBy && { blockedBy }) })

describe('causesOf', () => {
  test('lists the cause first that prevents most, and groups equal reasons', () => {
    const causes = causesOf([
      inconclusive('servers.start.only-shutoff', 'POST /servers/1 failed: no complete response within 60 s.'),
      inconclusive('servers.start.becomes-active', 'The server was not SHUTOFF within 120 s.', stop),
      inconclusive('servers.reboot.hard', 'POST /servers/2 failed: no complete response within 5 s.'),
      inconclusive('servers.state.shutoff', 'The server was not SHUTOFF within 2 s.', stop),
      inconclusive('servers.reboot.hard-from-shutoff', `not reached: ${stop} failed`, stop),
      makeResult('servers.show.answers', 'pass'),
      makeResult(stop, 'unobserved'),
    ])
    expect(causes.map(({ requirement, blocks }) => [requirement, blocks.length])).toEqual([
      [stop, 3],
      [undefined, 2],
    ])
  })

  test('groups requests of all kinds to a target that responds to none, and not those whose own responses were lost', () => {
    const silent = 'failed: the target stopped responding: 6 requests in a row failed (connect ECONNREFUSED h:1).'
    const causes = causesOf([
      inconclusive('servers.start.only-shutoff', `POST http://h:1/servers ${silent}`),
      inconclusive('zones.list.answers', `GET http://h:1/os-availability-zone ${silent}`),
      inconclusive('flavors.list.answers', 'GET http://h:1/flavors failed: read ECONNRESET.'),
      inconclusive('keypairs.list.answers', 'GET http://h:1/os-keypairs failed: read ECONNRESET.'),
    ])
    expect(causes.map(({ blocks }) => blocks.length)).toEqual([2, 1, 1])
  })

  test('does not name a requirement that a test saw satisfied', () => {
    const causes = causesOf([
      inconclusive('servers.state.shutoff', 'The server was not SHUTOFF within 2 s.', stop),
      inconclusive('servers.reboot.hard-from-shutoff', 'The server was not SHUTOFF within 3 s.', stop),
      makeResult(stop, 'pass'),
    ])
    expect(causes).toEqual([
      {
        reason: 'The server was not SHUTOFF within 3 s.',
        blocks: ['servers.state.shutoff', 'servers.reboot.hard-from-shutoff'],
      },
    ])
  })

  test.each([
    ['never seen', makeResult('servers.name', 'unobserved', { operations: ['listServersDetail', 'showServer'] })],
    [
      'missing itself',
      { ...inconclusive('servers.name', 'no name', 'servers.name'), operations: ['showServer'] as const },
    ],
  ])('names the object of another form as the cause of a value that is %s', (_, name) => {
    const causes = causesOf([
      makeResult('keypairs.show.object', 'fail', { operations: ['showKeypair'] }),
      makeResult('servers.show.object', 'fail', { operations: ['showServer'] }),
      name,
      inconclusive('servers.create.name-shown', 'The server shows no name.', 'servers.name'),
    ])
    expect(causes.map(({ requirement }) => requirement)).toEqual(['servers.show.object'])
  })

  test('gives the finding of a failed requirement as the reason', () => {
    const causes = causesOf([
      makeResult(stop, 'fail', { findings: [makeFinding('The server stayed ACTIVE.'), makeFinding('Another.')] }),
      inconclusive('servers.state.shutoff', `not reached: ${stop} failed`, stop),
    ])
    expect(causes).toEqual([
      { requirement: stop, reason: 'The server stayed ACTIVE.', blocks: ['servers.state.shutoff'] },
    ])
  })

  test('gives the reason of the longest wait otherwise', () => {
    const [cause] = causesOf([
      inconclusive('servers.reboot.hard', `not reached: ${stop} failed`, stop),
      inconclusive('servers.state.shutoff', 'The server was not SHUTOFF within 2 s after os-stop.', stop),
      inconclusive('servers.start.becomes-active', 'The server was not SHUTOFF within 120 s after os-stop.', stop),
      inconclusive('servers.reboot.soft', 'The server was not SHUTOFF within 30.5 s after os-stop.', stop),
      makeResult(stop, 'unobserved'),
    ])
    expect(cause?.reason).toBe('The server was not SHUTOFF within 120 s after os-stop.')
  })

  test.each([
    'The server was not SHUTOFF within 120 s.',
    'The server stayed ACTIVE with no task in progress for 21 s after os-stop.',
  ])('gives the finding of the longest wait of a failed requirement: %s', (longest) => {
    const findings = ['The server was not SHUTOFF within 2 s.', longest].map((text) => makeFinding(text))
    const [cause] = causesOf([
      makeResult(stop, 'fail', { findings }),
      inconclusive('servers.state.shutoff', `not reached: ${stop} failed`, stop),
    ])
    expect(cause?.reason).toBe(longest)
  })

  test('names the requirement at the end of a chain', () => {
    const causes = causesOf([
      inconclusive('servers.start.becomes-active', `not reached: ${stop} failed`, stop),
      inconclusive(stop, 'The server was not at rest within 60 s.', rest),
      makeResult(rest, 'fail', { findings: [makeFinding('task_state is "".')] }),
    ])
    expect(causes).toEqual([
      { requirement: rest, reason: 'task_state is "".', blocks: ['servers.start.becomes-active', stop] },
    ])
  })

  test('names no requirement that is undecided itself', () => {
    const reason = 'POST /servers failed: connect ECONNREFUSED.'
    const causes = causesOf([
      inconclusive('servers.start.becomes-active', 'No server could be stopped.', stop),
      inconclusive(stop, reason),
    ])
    expect(causes).toEqual([{ reason, blocks: ['servers.start.becomes-active', stop] }])
  })

  test('ends where two requirements prevent each other', () => {
    const causes = causesOf([inconclusive(stop, 'a', rest), inconclusive(rest, 'b', stop)])
    expect(causes.flatMap(({ blocks }) => blocks).sort()).toEqual([stop, rest].sort())
  })

  test('leaves out what is excluded from the run', () => {
    expect(causesOf([makeResult(stop, 'inconclusive', { reason: 'a', off: true })])).toEqual([])
  })
})
