/** `proxy --har` as a process that is killed while clients use it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { at } from '../../emulator/testing/driver.ts'
import { execCli } from '../fixtures/exec-cli.ts'
import { temporaryFolder } from '../fixtures/files.ts'
import { keyRing } from '../fixtures/key-ring.ts'
import { spawnCli } from '../fixtures/processes.ts'
import { urlInReadyFile } from '../fixtures/ready-file.ts'

const clients = 4
/** Milliseconds. */
const trafficMs = 2_500
const mayBeLostMs = 1_000

test('SIGKILL loses no more than the last second of the recording, which can be checked', async () => {
  const folder = temporaryFolder()
  const emulator = await startEmulator({ keyRing })
  onTestFinished(() => emulator.close())
  const { target, auth } = emulator.config
  const [readyFile, har] = [join(folder, 'ready.json'), join(folder, 'traffic.har')]
  const proxy = spawnCli(['proxy', '--target', target.url, '--port', '0', '--ready-file', readyFile, '--har', har])
  onTestFinished(() => proxy.kill('SIGKILL'))
  const origin = await urlInReadyFile(readyFile)

  const completed: { readonly url: string; readonly at: number }[] = []
  const endsAt = Date.now() + trafficMs
  const headers = { 'x-auth-token': 'token' in auth ? auth.token : '' }
  const sendUntilTheEnd = async (client: number): Promise<void> => {
    for (let request = 0; Date.now() < endsAt; request++) {
      const url = `${origin}/v2/${target.tenant}/flavors?n=${client}.${request}`
      await (await fetch(url, { headers })).text()
      completed.push({ url, at: Date.now() })
      await delay(2)
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => sendUntilTheEnd(client)))
  const killedAt = Date.now()
  proxy.kill('SIGKILL')
  await proxy.exited

  const entries = at(JSON.parse(readFileSync(har, 'utf8')), 'log.entries')
  const queries = new Set(
    Array.isArray(entries) ? entries.map((entry) => new URL(String(at(entry, 'request.url'))).search) : [],
  )
  const due = completed.filter((request) => request.at < killedAt - mayBeLostMs)
  expect(due.length).toBeGreaterThan(20)
  expect(due.filter(({ url }) => !queries.has(new URL(url).search))).toEqual([])

  const { stdout } = await execCli('check', har, '--out', join(folder, 'out'))
  expect(stdout).toMatch(/^ *must +\d+ passed, \d+ unobserved$/m)
})
