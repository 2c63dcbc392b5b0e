/** The suites under Vitest itself: the run fails for a nonconformant target. */
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '#contract'
import { startEmulator } from '#emulator'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { keyRing } from '../fixtures/key-ring.ts'
import { execNode } from '../fixtures/processes.ts'

async function runVitest(files: readonly string[], faults: readonly string[]) {
  const emulator = await startEmulator({ keyRing, control: true, faults })
  onTestFinished(() => emulator.close())
  const vitest = join(packageRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const { code, stdout, stderr } = await execNode([vitest, 'run', '--project', 'conformance', ...files], {
    cwd: packageRoot,
    env: { CONFORMANCE_CONFIG: writeFile(temporaryFolder(), 'config.json', emulator.config) },
  })
  return { code, output: stdout + stderr }
}

test.each([
  ['a schema violation that no test asserts', 'list-flavors.suite.ts', 'flavors-name-missing', 'flavors.name (must)'],
  [
    'a violation that is found with verify.soft',
    'list-volume-attachments.suite.ts',
    'attachments-limit-ignored',
    'attachments.list.limit (must)',
  ],
])('the run fails for %s, and names the requirement', async (_, suite, fault, requirement) => {
  const { code, output } = await runVitest([`suites/operations/${suite}`], [fault])
  expect(output).toContain(requirement)
  expect(output).toContain('NOT CONFORMANT')
  expect(code).toBe(1)
})

test('a run of all suites passes for a target without a fault, and prints no report', async () => {
  const { code, output } = await runVitest([], [])
  expect(output).not.toContain('CONFORMANT')
  expect(code).toBe(0)
})
