/** Runs and compiles the examples of docs/emulator.md against the built package, installed as users install it. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder, writeFile } from '../test/fixtures/files.ts'
import { execNode } from '../test/fixtures/processes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs/emulator.md'), 'utf8')
const codeBlocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code)
const examples = codeBlocks('js')
const typedExamples = codeBlocks('ts')

/** Returns the output that an example states: after `console.log(…)` on the same line, or in comment lines after a loop. */
function expectedOutput(code: string): string[] {
  const lines = code.split('\n')
  return lines.flatMap((line, index) => {
    const trailing = /^.*console\.log\(.*\) \/\/ (.*)$/.exec(line)?.[1]
    if (trailing !== undefined) return trailing
    const comment = /^\/\/ (.*)$/.exec(line)?.[1]
    if (comment === undefined) return []
    const lastStatement = lines.slice(0, index).findLast((earlier) => !earlier.startsWith('// ')) ?? ''
    return /^}$|^for .*console\.log/.test(lastStatement) ? comment : []
  })
}

const folder = temporaryFolder()
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'toast-compute-conformance'), 'dir')
  for (const name of ['@types', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir')
  writeFile(folder, 'package.json', { type: 'module' })
})

test('every example states its output', () => {
  expect(examples.length).toBeGreaterThan(3)
  for (const code of examples) expect(expectedOutput(code).length).toBeGreaterThan(0)
})

test.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i prints its stated output',
  async (index, code) => {
    const file = writeFile(folder, `example-${index}.mjs`, code)
    const { code: exitCode, stdout, stderr } = await execNode([file], { cwd: folder, timeout: 30_000 })
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout.trimEnd().split('\n')).toEqual(expectedOutput(code))
  },
)

test('the TypeScript example compiles against the declarations of the package', async () => {
  expect(typedExamples).toHaveLength(1)
  for (const [index, code] of typedExamples.entries()) writeFile(folder, `typed-${index}.ts`, code)
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
  }
  writeFile(folder, 'tsconfig.json', { compilerOptions, include: ['*.ts'] })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await execNode([tsc, '-p', folder], { cwd: folder })
  expect(stdout).toBe('')
})
