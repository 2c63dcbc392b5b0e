/** Runs and compiles the examples of docs/emulator.md against the built package, installed as users install it. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs/emulator.md'), 'utf8')
const codeBlocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code)
const examples = codeBlocks('js')
const typedExamples = codeBlocks('ts')

/** The output that an example states: after `console.log(…)` on the same line, or in comment lines after a loop. */
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

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-examples-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'toast-compute-conformance'), 'dir')
  symlinkSync(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'), 'dir')
  symlinkSync(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), 'dir')
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = promisify(execFile)

test('every example states its output', () => {
  expect(examples.length).toBeGreaterThan(3)
  for (const code of examples) expect(expectedOutput(code).length).toBeGreaterThan(0)
})

test.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i prints its stated output',
  async (index, code) => {
    const file = join(folder, `example-${index}.mjs`)
    writeFileSync(file, code)
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, timeout: 30_000 })
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toEqual(expectedOutput(code))
  },
)

test('the TypeScript example compiles against the declarations of the package', async () => {
  expect(typedExamples).toHaveLength(1)
  for (const [index, code] of typedExamples.entries()) writeFileSync(join(folder, `typed-${index}.ts`), code)
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(({ stdout }) => ({
    stdout,
  }))
  expect(stdout).toBe('')
})
