/** `list --untested` finds the requirements that no suite registers with `verifies()`. */
import { cpSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { contractRequirementIds, packageRoot, requirements, suitesVerifying } from '#contract'
import { createRedactor } from '../../harness/redaction/redactor.ts'
import { messages } from '../../reporters/i18n/index.ts'
import { temporaryFolder } from '../fixtures/files.ts'
import { execNode } from '../fixtures/processes.ts'

/** Runs a Node program in a folder and returns its standard output. */
async function run(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await execNode(args, { cwd })
  expect(code, stderr).toBe(0)
  return stdout
}

/** Copies the built package. */
function copyOfPackage(): string {
  const folder = temporaryFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['dist', 'bin', 'scripts', 'generated', 'schemas', 'package.json'])
    cpSync(join(packageRoot, name), join(folder, name), { recursive: true })
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

const verifiedOnlyBy = (suite: string): string[] =>
  requirements
    .map(({ id }) => id)
    .filter((id) => !contractRequirementIds.has(id) && suitesVerifying(id).every((file) => file === suite))

describe('without the suite', () => {
  beforeAll(() => {
    expect(requirements.some(({ id }) => suitesVerifying(id).length > 0)).toBe(true)
  })

  test.for([
    'operations/create-server-windows.suite.ts',
    'operations/list-availability-zones.suite.ts',
    'lifecycle/resize.suite.ts',
  ])('%s, exactly the requirements that only it verifies are untested', async (suite) => {
    const expected = verifiedOnlyBy(suite)
    expect(expected.length).toBeGreaterThan(0)
    const folder = copyOfPackage()
    rmSync(join(folder, 'dist', 'suites', suite.replace(/\.ts$/, '.js')))
    await run(folder, 'scripts/collect-verifies.mjs')
    const untested = await run(folder, 'bin/compute-conformance.js', 'list', '--untested')
    expect(untested.trim().split('\n')).toEqual(expected)
  })
})

describe('the texts of the suites', () => {
  let titles: readonly string[] = []
  beforeAll(async () => {
    const program =
      "import { collectTests } from './scripts/collect-verifies.mjs'; console.log(JSON.stringify((await collectTests()).map(({ title }) => title)))"
    titles = JSON.parse(await run(packageRoot, '--input-type=module', '--eval', program))
    expect(titles.length).toBeGreaterThan(300)
  })

  test('have Korean translations', () => {
    expect(titles.filter((title) => messages.ko.testTitle(title) === title)).toEqual([])
  })

  test('contain nothing that redaction takes for a secret', () => {
    const redactor = createRedactor([])
    const sentences = requirements.flatMap(({ text }) => [text.en, text.ko])
    expect([...titles, ...sentences].filter((text) => redactor.redact(text) !== text)).toEqual([])
  })
})
