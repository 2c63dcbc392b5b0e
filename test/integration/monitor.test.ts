/** `monitor` as a process: it tests again and again, serves what it has seen, and survives being killed. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import { pollUntil } from '../../emulator/testing/api-client.ts'
import { at } from '../../emulator/testing/driver.ts'
import { execCli } from '../fixtures/exec-cli.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { keyRing } from '../fixtures/key-ring.ts'
import { type NodeProcess, spawnCli } from '../fixtures/processes.ts'
import { urlInReadyFile } from '../fixtures/ready-file.ts'

const patienceMs = 60_000

async function startMonitored(...args: readonly string[]) {
  const folder = temporaryFolder()
  const emulator = await startEmulator({ keyRing, control: true })
  const config = writeFile(folder, 'config.json', emulator.config)
  const readyFile = join(folder, 'ready.json')
  const start = async (): Promise<{ process: NodeProcess; get(path: string): Promise<Response> }> => {
    rmSync(readyFile, { force: true })
    const process = spawnCli([
      ...['monitor', '--config', config, '--every', '2s', '--port', '0', '--ready-file', readyFile],
      ...['--out', join(folder, 'out'), ...args],
    ])
    onTestFinished(() => process.kill('SIGKILL'))
    const url = await urlInReadyFile(readyFile)
    return { process, get: (path) => fetch(url + path) }
  }
  onTestFinished(() => emulator.close())
  return { emulator, folder, config, start }
}

test('serves report, history and metrics, and runs a command when an outcome changes', async () => {
  const changed = join(temporaryFolder(), 'changed.json')
  const monitored = await startMonitored('--only', 'keypairs.list.*', '--on-change', `cat > '${changed}'; false`)
  const { emulator } = monitored
  const { process: monitor, get } = await monitored.start()
  const textOf = async (path: string): Promise<string> => (await get(path)).text()
  const shows = (text: string) => pollUntil(async () => (await textOf('/metrics')).includes(text), patienceMs)

  await shows('compute_conformance_runs_total{verdict="conformant"} 2')
  expect(await textOf('/metrics')).toContain('{requirement="keypairs.list.wrapper",level="must",outcome="pass"} 1')
  expect(at(await (await get('/report.json')).json(), 'verdict')).toBe('conformant')
  expect(await textOf('/')).toMatch(/^<!doctype html>/)
  expect(await textOf('/history')).toContain('<h1>')

  emulator.control.enableFault('keypairs-unwrapped')
  await shows('{requirement="keypairs.list.wrapper",level="must",outcome="fail"} 1')
  await shows('compute_conformance_conformant 0')
  await pollUntil(() => Promise.resolve(monitor.output.stderr.includes('exit code 1')), patienceMs)
  expect(at(JSON.parse(readFileSync(changed, 'utf8')), 'regressed')).toMatchObject([{ id: 'keypairs.list.wrapper' }])

  monitor.kill('SIGTERM')
  const { code, stdout } = await monitor.exited
  expect(code).toBe(0)
  expect(stdout).toMatch(/^\d{4}-\S+Z conformant: \d+ passed\.\n/)
  expect(stdout).toMatch(/Z nonconformant: .*\n {2}Regressed 1: keypairs\.list\.wrapper\n/)
})

test('after SIGKILL in a run it serves the last report, and deletes what the run has left', async () => {
  const monitored = await startMonitored('--only', 'servers.show.answers')
  const { emulator, folder } = monitored
  const servers = () => emulator.state.servers.all().filter(({ vmState }) => vmState !== 'deleted')
  const before = servers().length
  const first = await monitored.start()
  await pollUntil(async () => (await first.get('/report.json')).ok && servers().length > before, patienceMs)
  first.process.kill('SIGKILL')
  await first.process.exited
  expect(servers().length).toBeGreaterThan(before)

  const second = await monitored.start()
  expect((await second.get('/report.json')).ok).toBe(true)
  await pollUntil(() => Promise.resolve(second.process.output.stdout.includes('deleted server')), patienceMs)
  await pollUntil(() => Promise.resolve(/Z conformant/.test(second.process.output.stdout)), patienceMs)
  second.process.kill('SIGTERM')
  expect((await second.process.exited).code).toBe(0)
  expect(servers()).toHaveLength(before)
  expect((await execCli('cleanup', '--out', join(folder, 'out'))).stderr).toContain('no journal of a run')
})

test('a target that is gone is untested, and the monitor goes on', async () => {
  const monitored = await startMonitored('--only', 'keypairs.list.*')
  const { process: monitor } = await monitored.start()
  await pollUntil(() => Promise.resolve(monitor.output.stdout.includes('Z conformant')), patienceMs)
  await monitored.emulator.close()
  await pollUntil(() => Promise.resolve((monitor.output.stdout.match(/Z untested: /g) ?? []).length > 1), patienceMs)
  monitor.kill('SIGINT')
  expect((await monitor.exited).code).toBe(0)
})

test('a second monitor of the same folder is refused', async () => {
  const monitored = await startMonitored('--only', 'keypairs.list.*')
  await monitored.start()
  const args = ['--config', monitored.config, '--port', '0', '--out', join(monitored.folder, 'out')]
  const { code, stderr } = await execCli('monitor', ...args)
  expect(code).toBe(2)
  expect(stderr).toMatch(/^compute-conformance: another monitor \(process \d+\) uses the folder /)
})

test('wrong usage is one line', async () => {
  for (const [args, message] of [
    [['--out', temporaryFolder()], 'monitor requires a target'],
    [['--every', '0s'], '--every'],
    [['--config', 'no-such-file.yaml', '--out', temporaryFolder(), '--port', '0'], 'no-such-file.yaml'],
  ] as const) {
    const { code, stderr } = await execCli('monitor', ...args)
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([2, expect.stringContaining(message)])
  }
})
