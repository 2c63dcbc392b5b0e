import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '#contract'

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

/** What dependency-cruiser finds below a folder with the project's rules: `rule: file that breaks it`. */
async function violations(
  folder: string,
  modules: readonly string[],
  rules = '.dependency-cruiser.mjs',
): Promise<string[]> {
  const program = join(packageRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const config = join(packageRoot, rules)
  const args = [program, '--config', config, '--output-type', 'json', ...modules]
  // It exits with the number of violations, so that what counts is its output.
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout))
  })
  const { summary }: { summary: { violations: Violation[] } } = JSON.parse(output)
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort()
}

/** A small tree of modules in which each file breaks one rule, or none. */
const files = {
  'contract/index.ts': 'export const contract = 1\n',
  'contract/spec/inner.ts': 'export const inner = 1\n',
  'harness/index.ts': 'export type Harness = string\n',
  'model/index.ts': 'export type Model = string\n',
  'results/index.ts': "export type { Model } from '#model'\n",
  'emulator/index.ts': "export { own } from './own.ts'\n",
  'emulator/own.ts': 'export const own = 1\n',
  'emulator/static-import.ts': "import { contract } from '#contract'\nexport const a = contract\n",
  'emulator/dynamic-import.ts': "export const b = () => import('#contract')\n",
  'emulator/relative-import.ts': "export const c = () => import('../contract/index.ts')\n",
  'emulator/package-import.ts': "import pLimit from 'p-limit'\nexport const d = pLimit\n",
  'reporters/type-import.ts': "import type { Harness } from '#harness'\nexport type E = Harness\n",
  'harness/deep-import.ts': "import { inner } from '../contract/spec/inner.ts'\nexport const f = inner\n",
  'dist/one.js': "import { two } from './two.js'\nexport const one = () => two\n",
  'dist/two.js': "import { one } from './one.js'\nexport const two = () => one\n",
  'harness/allowed.ts': "import { contract } from '#contract'\nexport const g = contract\n",
} as const

describe('the boundaries between modules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'architecture-'))

  beforeAll(() => {
    const imports = Object.fromEntries(
      ['model', 'contract', 'harness', 'results'].map((name) => [`#${name}`, `./${name}/index.ts`]),
    )
    const all = { ...files, 'package.json': JSON.stringify({ name: 'tree', type: 'module', imports }) }
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('reject every forbidden import, dynamic and type-only ones too, and nothing else', async () => {
    expect(await violations(folder, ['contract', 'harness', 'emulator', 'reporters', 'results', 'model'])).toEqual([
      'emulator-imports: emulator/dynamic-import.ts',
      'emulator-imports: emulator/relative-import.ts',
      'emulator-imports: emulator/static-import.ts',
      'emulator-packages: emulator/package-import.ts',
      'harness-entry-point: harness/deep-import.ts',
      'reporters-imports: reporters/type-import.ts',
    ])
  })

  test('reject a cycle of imports in the built program', async () => {
    expect(await violations(folder, ['dist'], '.dependency-cruiser.cycles.mjs')).toEqual(['no-circular: dist/one.js'])
  })
})
