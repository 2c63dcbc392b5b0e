/** The suites under plain Vitest, as a process of their own: green for a conformant target only. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '#contract'
import { startEmulator } from '#emulator'
import { newFolder, write } from './process.fixture.ts'

async function plainVitest(suite: string, faults: readonly string[]) {
  const emulator = await startEmulator({ control: true, faults })
  onTestFinished(() => emulator.close())
  const program = join(packageRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [program, 'run', '--project', 'conformance', `suites/operations/${suite}`], {
    cwd: packageRoot,
    env: { ...process.env, CONFORMANCE_CONFIG: write(newFolder(), 'config.json', emulator.config) },
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      told += data
    })
  const [code] = await once(child, 'close')
  return { code, told }
}

test.each([
  ['a wrong shape, which no test looks at', 'list-flavors.suite.ts', 'flavors-name-missing', 'flavors.name (must)'],
  [
    'a finding that a test writes down and goes on',
    'list-volume-attachments.suite.ts',
    'attachments-limit-ignored',
    'attachments.list.limit (must)',
  ],
])('it fails for %s, and says which requirement is broken', async (_, suite, fault, told) => {
  const ran = await plainVitest(suite, [fault])
  expect(ran.told).toContain(told)
  expect(ran.told).toContain('NOT CONFORMANT')
  expect(ran.code).toBe(1)
})

test('it passes for a target without a fault, and tells nothing besides', async () => {
  const { code, told } = await plainVitest('list-flavors.suite.ts', [])
  expect(told).not.toContain('CONFORMANT')
  expect(code).toBe(0)
})
