/** The package as it is published: installed by npm into an empty folder with a space in its path, with no environment but PATH. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { requirementIds } from '#model'
import { temporaryFolder, writeFile } from '../fixtures/files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(temporaryFolder(), 'a project')
const installed = join(folder, 'node_modules', 'toast-compute-conformance')

/** Runs a program in the project of the user. */
function run(program: string, ...args: readonly string[]): string {
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: join(folder, 'home') }
  return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

/** What the TypeScript compiler says about a file in the project of the user. */
function compilerOutput(file: string): string {
  const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node']
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', ...types]
  return run(join(root, 'node_modules', '.bin', 'tsc'), ...options, file)
}

beforeAll(() => {
  mkdirSync(join(folder, 'home'), { recursive: true })
  const built = join(folder, 'built')
  execFileSync(process.execPath, [join(root, 'scripts', 'build-package.mjs'), built])
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim()
  const npm = (...args: readonly string[]) =>
    run('npm', ...args, '--cache', cache, '--prefer-offline', '--no-audit', '--no-fund')
  const tarball = npm('pack', './built', '--ignore-scripts', '--silent').trim()
  writeFile(folder, 'package.json', '{ "type": "module", "private": true }')
  npm('install', '--silent', `./${tarball}`)
})

test('the command line runs from a path with a space', () => {
  const out = run('node_modules/.bin/compute-conformance', 'run', '--embedded', '--only', 'versions.*', '--quiet')
  expect(out).toContain('CONFORMANT')
  const report = JSON.parse(readFileSync(join(folder, 'conformance-report', 'part', 'report.json'), 'utf8'))
  expect(report).toMatchObject({ verdict: 'conformant', errors: [] })
})

test('the mutation test kills a fault', () => {
  const args = ['--fault', 'metadata-set-without-meta-accepted', '--out', 'mutation']
  const out = run('node_modules/.bin/compute-conformance', 'mutation-test', ...args)
  expect(out).toContain('1 faults: 1 killed by their own requirement, 0 survived.')
})

test('the library is imported by its name, and so is the OpenAPI description', () => {
  const script = `
    import { readFileSync } from 'node:fs'
    import { renderReport, runConformance, startEmulator } from 'toast-compute-conformance'
    const openapi = JSON.parse(readFileSync(new URL(import.meta.resolve('toast-compute-conformance/openapi'))))
    const emulator = await startEmulator()
    await emulator.close()
    const report = await runConformance({ only: ['versions.*'] })
    console.log(openapi.openapi, JSON.parse(await renderReport(report, 'badge')).message)`
  expect(run(process.execPath, '--input-type=module', '--eval', script)).toMatch(/^3\.1\.\d conformant \(\d+\/\d+\)\n$/)
})

test('the examples of docs/library.md have valid types', () => {
  const text = readFileSync(join(installed, 'docs', 'library.md'), 'utf8')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)
  const [imports = '', ...examples] = blocks
  const body = examples.map((block) => `{\n${block}}`).join('\n')
  writeFile(folder, 'example.ts', `import { writeFile } from 'node:fs/promises'\n${imports}${body}\n`)
  expect(compilerOutput('example.ts')).toBe('')
})

test('the published type of requirement ids has every id and nothing else', () => {
  const content = [
    "import type { Report } from 'toast-compute-conformance'",
    "type Id = Report['requirements'][number]['id']",
    `export const ids: readonly Id[] = ${JSON.stringify(requirementIds)}`,
    '// @ts-expect-error there is no such requirement',
    "export const other: Id = 'servers.nothing'",
  ]
  writeFile(folder, 'ids.ts', content.join('\n'))
  expect(compilerOutput('ids.ts')).toBe('')
})

test('the package is small', () => {
  const sizes = run('find', installed, '-type', 'f', '-printf', '%s\\n').trim().split('\n')
  expect(sizes.reduce((sum, size) => sum + Number(size), 0)).toBeLessThanOrEqual(1_500_000)
})

test('no file is a source map, and no link of README.md leads nowhere', () => {
  const readme = readFileSync(join(installed, 'README.md'), 'utf8')
  const links = [...readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(3)
  for (const link of links) expect(statSync(join(installed, link), { throwIfNoEntry: false }), link).toBeDefined()
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  expect(manifest).not.toHaveProperty('devDependencies')
  expect(run('find', installed, '-name', '*.map', '-not', '-path', '*/node_modules/*/node_modules/*')).toBe('')
})
