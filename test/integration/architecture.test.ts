/** The rules of dependency-cruiser find forbidden imports: a rule that matches nothing would pass unnoticed. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '#contract'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'
import { execNode } from '../fixtures/processes.ts'

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

/** Returns the violations of the project's rules in modules of a folder, as `rule: file`. */
async function violations(
  folder: string,
  modules: readonly string[],
  rules = '.dependency-cruiser.mjs',
): Promise<string[]> {
  const program = join(packageRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const config = join(packageRoot, rules)
  const args = [program, '--config', config, '--output-type', 'json', ...modules]
  // The exit code is the number of violations.
  const { stdout } = await execNode(args, { cwd: folder })
  const { summary }: { summary: { violations: Violation[] } } = JSON.parse(stdout)
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort()
}

/** A small tree of modules in which a file violates one rule or none. */
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

describe('the rules about imports', () => {
  const folder = temporaryFolder()

  beforeAll(() => {
    const imports = Object.fromEntries(
      ['model', 'contract', 'harness', 'results'].map((name) => [`#${name}`, `./${name}/index.ts`]),
    )
    const all = { ...files, 'package.json': JSON.stringify({ name: 'tree', type: 'module', imports }) }
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFile(folder, path, text)
    }
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  })

  test('reject every forbidden import, including dynamic and type-only imports, and nothing else', async () => {
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
