import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { JournalEntry, TargetSettings } from '#model'
import { RequestError } from '../errors.ts'
import { JournalWriter } from '../journal/journal-writer.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { responseWith } from './api-response.fixture.ts'
import { creationOf, type ResourceCreation } from './created-resource.ts'
import { beginCreation, recordCreation, recordFailedCreation, recordRemoval } from './creation-tracking.ts'

const serversUrl = 'http://h/v2/t/servers'
const settings: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'services'> = {
  computeUrl: 'http://h/v2',
  tenant: 't',
  services: {},
}

function setUp(listed: readonly object[] = []) {
  const path = join(mkdtempSync(join(tmpdir(), 'creation-tracking-')), 'journal.jsonl')
  const run = { settings, journal: new JournalWriter(path, false), redactor: createRedactor(['secret-token']) }
  const client = {
    run,
    phase: 'act' as const,
    createdServerIds: [] as string[],
    withPhase: () => ({ call: async () => responseWith(200, { body: { servers: listed } }) }),
  }
  const creation = creationOf('createServer', { server: { name: 'conformance-1-web' } })
  if (creation === undefined) throw new Error('createServer creates a server')
  const entries = (): Pick<JournalEntry, 'event' | 'id' | 'url'>[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  return { run, client, entries, begin: (other: ResourceCreation = creation) => beginCreation(run, other) }
}

describe('a create request', () => {
  test('with a response is recorded as created and later as removed', () => {
    const { run, client, entries, begin } = setUp()
    recordCreation(client, begin(), serversUrl, responseWith(202, { body: { server: { id: 'a' } } }))
    recordRemoval(run, 'GET', `${serversUrl}/a`, responseWith(200, { body: { server: { status: 'ACTIVE' } } }))
    recordRemoval(run, 'DELETE', `${serversUrl}/a`, responseWith(204))
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created'])
    recordRemoval(run, 'GET', `${serversUrl}/a`, responseWith(404))
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created', 'removed'])
    expect(entries()[1]).toMatchObject({ id: 'a', url: `${serversUrl}/a` })
    expect(client.createdServerIds).toEqual(['a'])
  })

  test('that is rejected is recorded as rejected', () => {
    const { client, entries, begin } = setUp()
    recordCreation(client, begin(), serversUrl, responseWith(400))
    expect(entries().at(-1)).toMatchObject({ event: 'refused' })
  })

  test.each([
    ['no id', {}],
    ['an id that is a path', { id: '..' }],
    ['an id that contains a secret', { id: 'secret-token' }],
  ])('whose response has %s stays an open intent', (_, server) => {
    const { client, entries, begin } = setUp()
    recordCreation(client, begin(), serversUrl, responseWith(202, { body: { server } }))
    expect(entries().map(({ event }) => event)).toEqual(['intent'])
  })

  test('without a response is followed by a search for its servers by name', async () => {
    const { client, entries, begin } = setUp([
      { id: 'a', name: 'conformance-1-web' },
      { id: 'b', name: 'conformance-1-web-2' },
      { id: 'c', name: 'conformance-1-website' },
    ])
    const error = new RequestError('POST /servers', 'connection-lost', 'other side closed')
    await recordFailedCreation(client, begin(), error)
    expect(client.createdServerIds).toEqual(['a', 'b'])
    expect(entries().map(({ event }) => event)).toEqual(['intent', 'created', 'created'])
  })

  test('that was never sent is recorded as rejected', async () => {
    const { client, entries, begin } = setUp([{ id: 'a', name: 'conformance-1-web' }])
    await recordFailedCreation(client, begin(), new RequestError('POST /servers', 'unreachable', 'ECONNREFUSED'))
    expect(entries().at(-1)).toMatchObject({ event: 'refused' })
    expect(client.createdServerIds).toEqual([])
  })
})
