/** The examples of docs/emulator.md, run and compiled against the built package as a user would have it. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(root, 'docs/emulator.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code)
const examples = blocks('js')
const typed = blocks('ts')

/** What an example says it prints: behind `console.log(…)` on the same line, or in lines of comment after a loop. */
function promised(code: string): string[] {
  return code.split('\n').flatMap((line, index, lines) => {
    const behind = /^.*console\.log\(.*\) \/\/ (.*)$/.exec(line)
    if (behind !== null) return behind[1] ?? []
    const below = /^\/\/ (.*)$/.exec(line)
    const isList = lines
      .slice(0, index)
      .reverse()
      .find((earlier) => !earlier.startsWith('// '))
    return below !== null && isList !== undefined && /^}$|^for .*console\.log/.test(isList) ? (below[1] ?? []) : []
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

test('there are examples, and each says what it prints', () => {
  expect(examples.length).toBeGreaterThan(3)
  for (const code of examples) expect(promised(code).length).toBeGreaterThan(0)
})

test.each(examples.map((code, index) => [index + 1, code] as const))(
  'example %i prints what it says',
  async (index, code) => {
    const file = join(folder, `example-${index}.mjs`)
    writeFileSync(file, code)
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, timeout: 30_000 })
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toEqual(promised(code))
  },
)

test('the example with types compiles against the declarations of the package', async () => {
  expect(typed).toHaveLength(1)
  for (const [index, code] of typed.entries()) writeFileSync(join(folder, `typed-${index}.ts`), code)
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
