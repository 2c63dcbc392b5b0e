/** The command as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packageRoot } from '#contract'

/** Milliseconds: whole runs of the suites on a machine that may have other things to do. */
const patience = 240_000

const folder = mkdtempSync(join(tmpdir(), 'trial-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts `trial` with a folder of its own for what does not outlive it. */
function trial(...flags: string[]) {
  const scratch = mkdtempSync(join(folder, 'tmp-'))
  const child = spawn(process.execPath, [join(packageRoot, 'bin/compute-conformance.js'), 'mutation-test', ...flags], {
    env: { ...process.env, TMPDIR: scratch },
  })
  const told = { out: '', err: '' }
  child.stdout.on('data', (data) => {
    told.out += data
  })
  child.stderr.on('data', (data) => {
    told.err += data
  })
  return { child, told, scratch, exit: once(child, 'close') }
}

describe('compute-conformance mutation-test', { timeout: patience }, () => {
  test('kills faults one after the other in one thread, writes the matrix and leaves nothing behind', async () => {
    const names = ['keypairs-id-as-text', 'keypairs-delete-does-nothing', 'keypairs-id-as-text']
    const { told, scratch, exit } = trial('--fault', ...names, '--jobs', '1', '--out', folder, '--quiet')
    const [code] = await exit

    expect(told.err).toBe('')
    expect(told.out).toContain('2 faults: 2 killed by their own requirement, 0 missed.')
    expect(code).toBe(0)
    const { totals, controls, faults } = JSON.parse(readFileSync(join(folder, 'mutation-test.json'), 'utf8'))
    expect(totals).toMatchObject({ faults: 2, killed: 2, undeclaredStrays: 0, unsteady: 0 })
    expect(controls[0]).toMatchObject({ failed: [] })
    expect(faults).toMatchObject([
      { fault: 'keypairs-id-as-text', requirement: 'keypairs.id', outcome: 'killed', asDeclared: true, strays: [] },
      { fault: 'keypairs-delete-does-nothing', requirement: 'keypairs.delete.removes', outcome: 'killed' },
    ])
    expect(faults[0].because).not.toBe('')
    expect(readdirSync(scratch)).toEqual([])
  })

  test('ends at once when it is interrupted, and leaves nothing behind', async () => {
    const { child, told, scratch, exit } = trial('--jobs', '1', '--out', folder)
    await expect.poll(() => readdirSync(scratch), { timeout: 30_000 }).not.toEqual([])
    child.kill('SIGINT')
    const [code] = await exit

    expect(code).toBe(130)
    expect(told.err).toMatch(/^SIGINT: /)
    expect(readdirSync(scratch)).toEqual([])
  })

  test.for([
    [['--fault', 'no-such-fault'], /--fault no-such-fault: no fault has such a name/],
    [['--fault', 'body-as-list', '--docs', 'trial.md'], /--docs needs a run of all faults/],
    [['--shard', '2/1'], /--shard/],
    [['--jobs', '0'], /--jobs/],
  ] as const)('refuses %s in one line', async ([flags, complaint]) => {
    const { told, exit } = trial(...flags)
    const [code] = await exit

    expect(code).toBe(2)
    expect(told.err).toMatch(complaint)
    expect(told.err.trim().split('\n')).toHaveLength(1)
  })
})
