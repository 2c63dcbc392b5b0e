import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalEntry, TargetSettings } from '#model'
import { responseWith } from '../client/api-response.fixture.ts'
import { SimulatedClock } from '../clock.fixture.ts'
import { ServerCapacity } from '../fixtures/server-capacity.ts'
import { JournalWriter } from '../journal/journal-writer.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { timeouts } from '../waiting/pace.fixture.ts'
import { Pace } from '../waiting/pace.ts'
import { creationOf, type ResourceCreation } from './created-resource.ts'
import { beginCreation } from './creation-tracking.ts'
import { EarlierResources } from './earlier-resources.ts'
import { OwnServers } from './own-servers.ts'

export const serversUrl = 'http://h/v2/t/servers'
const settings: Pick<TargetSettings, 'computeUrl' | 'tenant' | 'services'> = {
  computeUrl: 'http://h/v2',
  tenant: 't',
  services: {},
}

/** Returns the context of a run of which the target lists these servers; a text is the body of the list. */
export function setUp(listed: readonly object[] | string = []) {
  const path = join(mkdtempSync(join(tmpdir(), 'creation-tracking-')), 'journal.jsonl')
  const earlier = new EarlierResources()
  const run = {
    settings,
    clock: new SimulatedClock(),
    journal: new JournalWriter(path, false),
    redactor: createRedactor(['secret-token']),
    capacity: new ServerCapacity(4),
    earlier,
    ownServers: new OwnServers('1', earlier),
    pace: new Pace(timeouts),
  }
  const client = {
    run,
    phase: 'act' as const,
    createdServerIds: [] as string[],
    withPhase: () => ({
      call: async () => responseWith(200, { body: typeof listed === 'string' ? listed : { servers: listed } }),
    }),
  }
  const creation = creationOf('createServer', { server: { name: 'conformance-1-web' } })
  if (creation === undefined) throw new Error('createServer creates a server')
  const entries = (): Pick<JournalEntry, 'event' | 'id' | 'url'>[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const begin = (count = 1, other: ResourceCreation = creation) =>
    beginCreation(run, other, {
      url: serversUrl,
      content: { server: { max_count: count } },
      isInvalid: false,
    })
  const admit = async (count: number) => run.capacity.admit(count, new Promise(() => undefined))
  return { run, client, entries, begin, admit }
}
