import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { contractRequirementIds, packageRoot, requirements, suitesVerifying } from '#contract'

/** Runs a Node program in a folder and returns its standard output. */
async function node(cwd: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
  return output
}

/** A copy of the built package, without the development dependencies' sources. */
function copyOfPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verified-by-'))
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

describe('a suite that is taken away', () => {
  beforeAll(() => {
    expect(requirements.some(({ id }) => suitesVerifying(id).length > 0)).toBe(true)
  })

  test.for([
    'operations/create-server-windows.suite.ts',
    'operations/list-availability-zones.suite.ts',
    'lifecycle/resize.suite.ts',
  ])('leaves exactly the requirements untested that it alone verified: %s', async (suite) => {
    const expected = verifiedOnlyBy(suite)
    expect(expected.length).toBeGreaterThan(0)
    const folder = copyOfPackage()
    rmSync(join(folder, 'dist', 'suites', suite.replace(/\.ts$/, '.js')))
    await node(folder, 'scripts/collect-verifies.mjs')
    const untested = await node(folder, 'bin/compute-conformance.js', 'list', '--untested')
    expect(untested.trim().split('\n')).toEqual(expected)
  })
})
