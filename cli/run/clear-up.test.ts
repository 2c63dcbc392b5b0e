import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningEmulator, startEmulator } from '#emulator'
import { Journal, type JournalLine, sender, type TargetSettings } from '#harness/client'
import { clearUp, journalLines, leftovers } from './clear-up.ts'

const line = (entry: Partial<JournalLine>): string => JSON.stringify({ at: 1, kind: 'server', ref: 1, ...entry })

describe('leftovers', () => {
  test('are what was made and not removed, newest first', () => {
    const lines = [
      line({ event: 'intent', ref: 1, name: 'a' }),
      line({ event: 'created', ref: 1, url: 'http://h/1', name: 'a' }),
      line({ event: 'intent', ref: 2, name: 'b' }),
      line({ event: 'created', ref: 2, url: 'http://h/2', name: 'b' }),
      line({ event: 'intent', ref: 3, name: 'c' }),
      line({ event: 'refused', ref: 3 }),
      line({ event: 'removed', ref: 1, url: 'http://h/1' }),
    ]
    expect(leftovers(lines)).toEqual([{ kind: 'server', ref: 2, name: 'b', url: 'http://h/2' }])
  })

  test('include a create whose answer never came, and survive a half-written last line', () => {
    const left = leftovers([line({ event: 'intent', ref: 1, name: 'a' }), '{"at":5,"event":"crea'])
    expect(left).toEqual([{ kind: 'server', ref: 1, name: 'a', url: undefined }])
  })
})

describe('clearing up', () => {
  let emulator: RunningEmulator
  let settings: TargetSettings
  let http: ReturnType<typeof sender>

  beforeEach(async () => {
    emulator = await startEmulator()
    const { target, auth, services } = emulator.config
    const budgets = {
      create: 1,
      stop: 1,
      start: 1,
      reboot: 1,
      resize: 1,
      snapshot: 1,
      attach: 1,
      detach: 1,
      delete: 2_000,
      settle: 1,
      request: 5_000,
    }
    settings = {
      runId: 'testrun1',
      url: target.url,
      computeUrl: `${target.url}/v2`,
      tenant: target.tenant,
      token: auth.token,
      profile: 'toast',
      resources: {},
      services,
      capabilities: [],
      missing: {},
      selection: { only: [], skip: [], off: {} },
      readOnly: false,
      maxServers: 4,
      budgets,
      journal: join(mkdtempSync(join(tmpdir(), 'clear-up-')), 'journal.jsonl'),
    }
    http = sender(undefined, 5_000)
  })

  afterEach(async () => {
    await http.close()
    await emulator.close()
  })

  const createServer = async (name: string): Promise<string> => {
    const { resources } = emulator.config
    const body = {
      server: {
        name,
        imageRef: resources.image,
        flavorRef: resources.localFlavor,
        networks: [{ uuid: resources.network }],
      },
    }
    const url = `${settings.computeUrl}/${settings.tenant}/servers`
    const headers = { 'x-auth-token': settings.token, 'content-type': 'application/json' }
    const answer = await http.send({ method: 'POST', url, headers, body: JSON.stringify(body) })
    const { server } = JSON.parse(answer.text)
    return `${url}/${server.id}`
  }

  const status = async (url: string): Promise<number> =>
    (await http.send({ method: 'GET', url, headers: { 'x-auth-token': settings.token } })).status

  const work = () => ({ settings, send: http.send, journal: new Journal(settings.journal), within: 5_000 })

  test('removes what the journal names and waits until it is gone', async () => {
    const url = await createServer('conformance-testrun1-a')
    const stuck = await clearUp([{ kind: 'server', ref: 1, name: 'conformance-testrun1-a', url }], work())
    expect(stuck).toEqual([])
    expect(await status(url)).toBe(404)
    expect(journalLines(settings.journal).map((text) => JSON.parse(text).event)).toEqual(['removed'])
  })

  test('finds a server whose create was never answered by its name, with the ones counted up from it', async () => {
    const urls = [await createServer('conformance-testrun1-b'), await createServer('conformance-testrun1-b-2')]
    await clearUp([{ kind: 'server', ref: 1, name: 'conformance-testrun1-b', url: undefined }], work())
    expect(await Promise.all(urls.map(status))).toEqual([404, 404])
  })

  test('touches nothing that the run did not make', async () => {
    const foreign = [
      await createServer('conformance-testrun1'),
      await createServer('production'),
      await createServer('conformance-testrun1-bb'),
    ]
    await clearUp(
      [
        { kind: 'server', ref: 1, name: 'production', url: undefined },
        { kind: 'server', ref: 2, name: 'conformance-testrun1-b', url: undefined },
      ],
      work(),
    )
    expect(await Promise.all(foreign.map(status))).toEqual([200, 200, 200])
  })

  test('says what it could not remove', async () => {
    const gone = { ...settings, token: 'garbage-token' }
    const url = await createServer('conformance-testrun1-c')
    const one = { kind: 'server' as const, ref: 1, name: 'conformance-testrun1-c', url }
    expect(await clearUp([one], { ...work(), settings: gone, within: 600 })).toHaveLength(1)
  })
})
