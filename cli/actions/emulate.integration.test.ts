import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/fixtures/files.ts'
import { spawnCli } from '../../test/fixtures/processes.ts'

/** Starts `emulate` as a process. */
function emulate(...options: readonly string[]) {
  const process = spawnCli(['emulate', ...options])
  onTestFinished(() => process.kill('SIGKILL'))
  return process
}

test('serves the control API with --control, and writes its URL into the ready file', async () => {
  const ready = join(temporaryFolder(), 'ready.json')
  const first = emulate('--control', '--ready-file', ready)
  await expect.poll(() => first.output.stdout, { timeout: 20_000 }).toMatch(/^Serving on http:\/\/127\.0\.0\.1:\d+\./)
  const config = JSON.parse(readFileSync(ready, 'utf8'))
  const response = await fetch(`${config.target.url}/_emulator/config`)
  expect(await response.json()).toEqual(config)
  expect(first.output.stderr).toBe('')

  const second = await emulate('--port', new URL(config.target.url).port).exited
  expect([second.code, second.stderr.trim().split('\n').length]).toEqual([2, 1])
  expect(second.stderr).toMatch(/EADDRINUSE/)

  first.kill('SIGTERM')
  expect((await first.exited).code).toBe(0)
})
