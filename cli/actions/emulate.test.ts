/** The command as a process of its own. */
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

/** Starts `emulate`; `told` collects what it writes. */
function emulate(...flags: string[]) {
  const child = spawn(process.execPath, [join(packageRoot, 'bin/compute-conformance.js'), 'emulate', ...flags])
  started.push(child)
  const told = { out: '', err: '' }
  child.stdout.on('data', (data) => {
    told.out += data
  })
  child.stderr.on('data', (data) => {
    told.err += data
  })
  return { child, told }
}

test('serves the control API where it is asked for, and says in the ready file how to get there', async () => {
  const ready = join(folder, 'ready.json')
  const { child, told } = emulate('--control', '--ready-file', ready)
  await expect.poll(() => told.out, { timeout: 20_000 }).toMatch(/^Serving on http:\/\/127\.0\.0\.1:\d+\./)
  const config = JSON.parse(readFileSync(ready, 'utf8'))
  const response = await fetch(`${config.target.url}/_emulator/config`)
  expect(await response.json()).toEqual(config)
  expect(told.err).toBe('')

  const other = emulate('--port', new URL(config.target.url).port)
  const [code] = await once(other.child, 'exit')
  expect([code, other.told.err.trim().split('\n').length]).toEqual([2, 1])
  expect(other.told.err).toMatch(/EADDRINUSE/)

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
