/** The commands in README.md, action.yml and examples/ are accepted by the command line: their options exist and have valid values. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { parse } from 'yaml'
import { createProgram } from './program.ts'

const root = new URL('../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

/** Variables of the examples, and those of CI systems that `--shard auto` reads. */
const variables: Readonly<Record<string, string>> = {
  ...{ SHARD: '1', GITHUB_ACTION_PATH: '.', CONFORMANCE_OUT: 'out', CONFORMANCE_ARGS: '--embedded' },
  ...{ CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3', PWD: '/work', JOB_COMPLETION_INDEX: '0' },
}

/** Returns the words of a shell command up to the first operator. Quotes group; variables are replaced. */
function words(command: string): readonly string[] {
  const [, text = ''] = /^((?:"[^"]*"|[^#|&;"])*)/.exec(command) ?? []
  return [...text.matchAll(/(?:"[^"]*"|[^\s"])+/g)].map(([word]) =>
    word.replaceAll('"', '').replace(/\$\(?(\w+)\)?/g, (_, name: string) => variables[name] ?? ''),
  )
}

const program = /^(?:(?:npx --yes )?toast-compute-conformance|(?:\S*\/)?compute-conformance(?:\.js)?)$/
const commands = [
  'run',
  'merge',
  'compare',
  'matrix',
  'history',
  'monitor',
  'check',
  'proxy',
  'cleanup',
  'list',
  'emulate',
  'mutation-test',
  'token',
]

/** Returns the arguments of a command line of ours, wherever it begins in the line; undefined for any other line. */
function argumentsOf(line: string): readonly string[] | undefined {
  const all = words(line.trim().replace(/^- /, '').replace(/^# /, ''))
  const start = all.findIndex((word) => program.test(word))
  if (start >= 0) return all.slice(start + 1)
  return commands.includes(all[0] ?? '') ? all : undefined
}

/** Returns the texts of a YAML document, and its lists of texts as command lines. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split('\n')
  if (typeof value !== 'object' || value === null) return []
  const list = Array.isArray(value) && value.every((item) => typeof item === 'string') ? [value.join(' ')] : []
  return [...list, ...Object.values(value).flatMap(texts)]
}

/** Returns the lines of shell code in a Markdown text. */
const codeBlocks = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(([, language = '', block = '']) =>
    language === '' || language === 'sh' ? block.split('\n') : [],
  )

/** Splits shell code into lines: `a & b` and `a && b` are two commands. */
const linesOf = (file: string): readonly string[] => {
  const text = read(file)
  const comments = text.split('\n').filter((line) => line.startsWith('#'))
  const content = /\.ya?ml$/.test(file) ? texts(parse(text)) : []
  const lines = /\.md$/.test(file) ? codeBlocks(text) : [...comments, ...content]
  return lines.flatMap((line) => line.split(/ &&? /))
}

const files = ['README.md', 'action.yml', ...readdirSync(new URL('examples/', root)).map((name) => `examples/${name}`)]
const examples = files.flatMap((file) =>
  linesOf(file).flatMap((line) => {
    const args = argumentsOf(line)
    return args === undefined || !commands.includes(args[0] ?? '') ? [] : [{ file, command: args.join(' '), args }]
  }),
)

afterEach(() => vi.unstubAllEnvs())

test('the files have examples', () => {
  expect(examples.length).toBeGreaterThan(25)
  const withExamples = new Set(examples.map(({ file }) => file))
  const others = files.filter((file) => !withExamples.has(file))
  expect(others).toEqual(['examples/target.yaml'])
})

test.each(examples)('$file: $command', async ({ args }) => {
  vi.stubEnv('CI_NODE_INDEX', '1')
  vi.stubEnv('CI_NODE_TOTAL', '3')
  const program = createProgram(() => undefined)
  const parsed: string[] = []
  for (const command of program.commands) command.action(() => void parsed.push(command.name()))
  await program.parseAsync(['node', 'compute-conformance', ...args])
  expect(parsed).toHaveLength(1)
})

test('the action passes on a pattern that files of the repository match', () => {
  const folder = mkdtempSync(join(tmpdir(), 'action-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'compute-conformance.js'), 'console.log(process.argv.slice(-2).join())')
  writeFileSync(join(folder, 'servers.list'), '')
  const { runs } = parse(read('action.yml'))
  const script: string = runs.steps.find(({ name }: { name?: string }) => name === 'Test').run
  const env = { PATH: process.env['PATH'], GITHUB_ACTION_PATH: folder, CONFORMANCE_ARGS: '--only servers.*' }
  expect(execFileSync('bash', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' })).toBe('--only,servers.*\n')
})
