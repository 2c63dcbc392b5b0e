/** `run --failed report.json` repeats what did not pass, with the tests that it depends on. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#emulator'
import type { Report, RequirementResult } from '#results'
import { execCli } from '../fixtures/exec-cli.ts'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { keyRing } from '../fixtures/key-ring.ts'

const tested = ({ requirements }: Report): readonly RequirementResult[] => requirements.filter(({ off }) => !off)

async function target(...faults: readonly string[]): Promise<string> {
  const emulator = await startEmulator({ keyRing, faults })
  onTestFinished(() => emulator.close())
  return writeFile(temporaryFolder(), 'target.json', emulator.config)
}

const run = async (...args: readonly string[]) => {
  const out = temporaryFolder()
  const { code, stderr } = await execCli('run', '--report', 'json', '--out', out, '--timeout-scale', '0.05', ...args)
  const file = join(out, 'report.json')
  const report: Report = JSON.parse(readFileSync(file, 'utf8'))
  return { code, stderr, file, report }
}

test('a run of what failed tests that alone, until it passes', async () => {
  const faulty = await target('flavors-list-empty')
  const selection = ['--only', 'flavors.*', 'zones.*', 'groups.add.name-required']
  const first = await run('--config', faulty, ...selection)
  expect(first.code).toBe(1)
  const failed = tested(first.report).filter(({ outcome }) => outcome !== 'pass')
  expect(failed.length).toBeGreaterThan(0)
  expect(failed.length).toBeLessThan(tested(first.report).length)

  const second = await run('--config', faulty, '--failed', first.file)
  expect(tested(second.report).map(({ id }) => id)).toEqual(failed.map(({ id }) => id))
  expect(second.code).toBe(1)

  const repaired = await run('--config', await target(), '--failed', second.file)
  expect(tested(repaired.report).map(({ outcome }) => outcome)).toEqual(failed.map(() => 'pass'))
  expect(repaired.code).toBe(0)

  const nothing = await execCli('run', '--embedded', '--failed', repaired.file, '--out', temporaryFolder())
  expect(nothing.code).toBe(2)
  expect(nothing.stderr).toContain('everything passed there, so there is nothing to repeat')

  const otherProfile = await execCli('run', '--embedded', '--profile', 'nova', '--failed', first.file)
  expect(otherProfile.code).toBe(2)
  expect(otherProfile.stderr).toContain('the report is for profile toast, not for nova')
})
