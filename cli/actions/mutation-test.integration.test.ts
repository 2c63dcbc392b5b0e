import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packageRoot } from '#contract'

/** Milliseconds: whole runs of the suites on a machine that may be busy. */
const timeout = 240_000

const folder = mkdtempSync(join(tmpdir(), 'mutation-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts `mutation-test` as a process with a folder of its own for temporary files. */
function mutationTest(...flags: string[]) {
  const temporary = mkdtempSync(join(folder, 'tmp-'))
  const child = spawn(process.execPath, [join(packageRoot, 'bin/compute-conformance.js'), 'mutation-test', ...flags], {
    env: { ...process.env, TMPDIR: temporary },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    output.stdout += data
  })
  child.stderr.on('data', (data) => {
    output.stderr += data
  })
  return { child, output, temporary, exit: once(child, 'close') }
}

describe('compute-conformance mutation-test', { timeout }, () => {
  test('kills faults one after the other in one thread, writes its results and leaves no files', async () => {
    const names = ['keypairs-id-as-text', 'keypairs-delete-does-nothing', 'keypairs-id-as-text']
    const { output, temporary, exit } = mutationTest('--fault', ...names, '--jobs', '1', '--out', folder, '--quiet')
    const [code] = await exit

    expect(output.stderr).toBe('')
    expect(output.stdout).toContain('2 faults: 2 killed by their own requirement, 0 survived.')
    expect(code).toBe(0)
    const { totals, baselineRuns, faults } = JSON.parse(readFileSync(join(folder, 'mutation-test.json'), 'utf8'))
    expect(totals).toMatchObject({ faults: 2, killed: 2, undeclaredCollateral: 0, flaky: 0 })
    expect(baselineRuns[0]).toMatchObject({ failed: [] })
    expect(faults).toMatchObject([
      { fault: 'keypairs-id-as-text', requirement: 'keypairs.id', outcome: 'killed', asDeclared: true, collateral: [] },
      { fault: 'keypairs-delete-does-nothing', requirement: 'keypairs.delete.removes', outcome: 'killed' },
    ])
    expect(faults[0].reason).not.toBe('')
    expect(readdirSync(temporary)).toEqual([])
  })

  test('stops when it is interrupted, and leaves no files', async () => {
    const { child, output, temporary, exit } = mutationTest('--jobs', '1', '--out', folder)
    await expect.poll(() => readdirSync(temporary), { timeout: 30_000 }).not.toEqual([])
    child.kill('SIGINT')
    const [code] = await exit

    expect(code).toBe(130)
    expect(output.stderr).toMatch(/^SIGINT: /)
    expect(readdirSync(temporary)).toEqual([])
  })

  test.for([
    [['--fault', 'no-such-fault'], /--fault no-such-fault matches no fault/],
    [['--fault', 'body-as-list', '--docs', 'table.md'], /--docs requires all faults/],
    [['--shard', '2/1'], /--shard/],
    [['--jobs', '0'], /--jobs/],
  ] as const)('rejects %s in one line', async ([flags, message]) => {
    const { output, exit } = mutationTest(...flags)
    const [code] = await exit

    expect(code).toBe(2)
    expect(output.stderr).toMatch(message)
    expect(output.stderr.trim().split('\n')).toHaveLength(1)
  })
})
