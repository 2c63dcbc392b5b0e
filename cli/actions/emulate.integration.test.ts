import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { packageRoot } from '#contract'

const started: ChildProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'emulate-test-'))
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts `emulate` as a process. */
function emulate(...flags: string[]) {
  const child = spawn(process.execPath, [join(packageRoot, 'bin/compute-conformance.js'), 'emulate', ...flags])
  started.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    output.stdout += data
  })
  child.stderr.on('data', (data) => {
    output.stderr += data
  })
  return { child, output }
}

test('serves the control API with --control, and writes its URL into the ready file', async () => {
  const ready = join(folder, 'ready.json')
  const { child, output } = emulate('--control', '--ready-file', ready)
  await expect.poll(() => output.stdout, { timeout: 20_000 }).toMatch(/^Serving on http:\/\/127\.0\.0\.1:\d+\./)
  const config = JSON.parse(readFileSync(ready, 'utf8'))
  const response = await fetch(`${config.target.url}/_emulator/config`)
  expect(await response.json()).toEqual(config)
  expect(output.stderr).toBe('')

  const second = emulate('--port', new URL(config.target.url).port)
  const [code] = await once(second.child, 'exit')
  expect([code, second.output.stderr.trim().split('\n').length]).toEqual([2, 1])
  expect(second.output.stderr).toMatch(/EADDRINUSE/)

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
