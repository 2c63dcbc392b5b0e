/** `run --repeat` against a target that changes between two repeats. */
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { expect, onTestFinished, test } from 'vitest'
import { createEmulator } from '#emulator'
import { execCli } from '../fixtures/exec-cli.ts'
import { writeFile } from '../fixtures/files.ts'
import { listen } from '../fixtures/loopback-server.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()

/** Changes the URL of a request to the emulator, or responds in its place. */
type Intercept = (url: URL, repeat: number) => Response | undefined

async function runTwice(out: string, intercept: Intercept) {
  const server = createServer()
  const { port, close } = await listen(server)
  onTestFinished(close)
  const emulator = createEmulator({}, `http://127.0.0.1:${port}`)
  let repeat = 0
  server.on(
    'request',
    getRequestListener((request) => {
      const url = new URL(request.url)
      // Every repeat starts with one read of the root.
      if (url.pathname === '/') repeat++
      return intercept(url, repeat) ?? emulator.fetch(new Request(url, request))
    }),
  )
  const config = writeFile(path(), `${out}.json`, emulator.config)
  const { code } = await execCli(
    ...['run', '--config', config, '--only', 'flavors.*', '--repeat', '2', '--report', 'json', '--out', path(out)],
  )
  expect(repeat).toBe(2)
  return { code, report: readReport(out) }
}

test('a requirement is unstable when it fails in one repeat and passes in the other', async () => {
  const { code, report } = await runTwice('unstable', (url, repeat) => {
    if (repeat === 2 && /^\d+$/.test(url.searchParams.get('minRam') ?? '')) url.searchParams.delete('minRam')
    return undefined
  })
  expect(code).toBe(3)
  expect(report).toMatchObject({ verdict: 'inconclusive', totals: { unstable: 1, fail: 0 } })
  expect(report.runId).toMatch(/^\w+\+\w+$/)
  expect(report.requirements.find(({ outcome }) => outcome === 'unstable')).toMatchObject({
    id: 'flavors.list.min-ram',
    reason: 'failed in 1 of 2 repeats, passed in 1',
    findings: expect.arrayContaining([expect.anything()]),
  })
  expect(readdirSync(path('unstable'))).toEqual(['report.json'])
})

test('the report contains the first repeat when the second one cannot be run', async () => {
  const { code, report } = await runTwice('rejected', (_url, repeat) =>
    repeat === 2 ? Response.json({ unauthorized: { code: 401, message: 'no' } }, { status: 401 }) : undefined,
  )
  expect(code).toBe(3)
  expect(report.errors).toEqual([expect.stringMatching(/^Repeat 2 of 2 could not be run: .*401/)])
  expect(report.totals.pass).toBeGreaterThan(5)
})
