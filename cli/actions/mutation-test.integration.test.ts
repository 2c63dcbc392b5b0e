import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/fixtures/files.ts'
import { spawnCli } from '../../test/fixtures/processes.ts'

/** Milliseconds: whole runs of the suites on a machine that may be busy. */
const timeout = 240_000

/** Starts `mutation-test` as a process with a folder of its own for temporary files. */
function mutationTest(...options: readonly string[]) {
  const temporary = temporaryFolder()
  return { process: spawnCli(['mutation-test', ...options], { env: { TMPDIR: temporary } }), temporary }
}

describe('compute-conformance mutation-test', { timeout }, () => {
  test('kills faults one after the other in one thread, writes its results and leaves no files', async () => {
    const names = ['keypairs-id-as-text', 'keypairs-delete-does-nothing', 'keypairs-id-as-text']
    const out = temporaryFolder()
    const { process, temporary } = mutationTest('--fault', ...names, '--jobs', '1', '--out', out, '--quiet')
    const { code, stdout, stderr } = await process.exited

    expect(stderr).toBe('')
    expect(stdout).toContain('2 faults: 2 killed by their own requirement, 0 survived.')
    expect(code).toBe(0)
    const { totals, baselineRuns, faults } = JSON.parse(readFileSync(join(out, 'mutation-test.json'), 'utf8'))
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
    const { process, temporary } = mutationTest('--jobs', '1', '--out', temporaryFolder())
    await expect.poll(() => readdirSync(temporary), { timeout: 30_000 }).not.toEqual([])
    process.kill('SIGINT')
    const { code, stderr } = await process.exited

    expect(code).toBe(130)
    expect(stderr).toMatch(/^SIGINT: /)
    expect(readdirSync(temporary)).toEqual([])
  })

  test.for([
    [['--fault', 'no-such-fault'], /--fault no-such-fault matches no fault/],
    [['--fault', 'body-as-list', '--docs', 'table.md'], /--docs requires all faults/],
    [['--changed-since', 'no-such-revision'], /--changed-since (no-such-revision is not a|requires a Git checkout)/],
    [['--shard', '2/1'], /--shard/],
    [['--jobs', '0'], /--jobs/],
  ] as const)('rejects %s in one line', async ([options, message]) => {
    const { code, stderr } = await mutationTest(...options).process.exited

    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
