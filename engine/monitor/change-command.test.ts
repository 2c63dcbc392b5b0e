import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runChangeCommand } from './change-command.ts'

const change = { variables: { CONFORMANCE_VERDICT: 'conformant' }, input: '{"a":1}', timeoutMs: 10_000 }

test('the command has the variables and reads the change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'change-command-'))
  try {
    const file = join(folder, 'out')
    const command = `{ printf '%s ' "$CONFORMANCE_VERDICT"; cat; } > '${file}'`
    expect(await runChangeCommand({ ...change, command })).toBeUndefined()
    expect(readFileSync(file, 'utf8')).toBe('conformant {"a":1}')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test.each([
  ['exit 3', 10_000, 'ended with exit code 3'],
  ['no-such-command-of-this-test 2> /dev/null', 10_000, 'ended with exit code 127'],
  ['exec sleep 60', 50, 'was stopped by SIGTERM'],
])('%s is reported', async (command, timeoutMs, problem) => {
  const input = 'x'.repeat(1_000_000)
  expect(await runChangeCommand({ ...change, input, command, timeoutMs })).toBe(problem)
})
