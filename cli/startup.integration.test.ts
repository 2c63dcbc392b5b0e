import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder, writeFile } from '../test/fixtures/files.ts'
import { spawnCli } from '../test/fixtures/processes.ts'

/** A module that writes the URL of every module that Node loads to the file LOADED_MODULES. */
const recorder = `
import { register } from 'node:module'
const hooks = \`
import { appendFileSync } from 'node:fs'
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED_MODULES, url + '\\\\n')
  return next(url, context)
}\`
register('data:text/javascript,' + encodeURIComponent(hooks))
`

/** Returns the URLs of the modules that a command loads. */
async function loadedModules(...args: readonly string[]): Promise<readonly string[]> {
  const folder = temporaryFolder()
  const loaded = join(folder, 'loaded.txt')
  const nodeOptions = ['--import', writeFile(folder, 'preload.mjs', recorder)]
  const { code } = await spawnCli(args, { nodeOptions, env: { LOADED_MODULES: loaded } }).exited
  expect(code).toBe(0)
  return readFileSync(loaded, 'utf8').split('\n')
}

const matching = (modules: readonly string[], pattern: RegExp): readonly string[] =>
  modules.filter((url) => pattern.test(url))

test.each(['--version', '--help'])('%s loads only the definitions of the commands', async (option) => {
  const modules = await loadedModules(option)
  expect(matching(modules, /\/dist\/cli\//).length).toBeGreaterThan(5)
  expect(
    matching(modules, /\/dist\/(contract|harness|results|reporters(?!\/formats)|emulator)\/|node_modules\/vitest\//),
  ).toEqual([])
})

test('a reader that ends early ends a command quietly, with its exit code', () => {
  const program = fileURLToPath(new URL('../bin/compute-conformance.js', import.meta.url))
  const script = 'set -o pipefail; "$0" "$1" list --format json | head -c 1'
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '[', stderr: '' })
})

test.skipIf(!existsSync('/dev/full'))('a full disk ends a command quietly, with exit code 3', () => {
  const program = fileURLToPath(new URL('../bin/compute-conformance.js', import.meta.url))
  const script = '"$0" "$1" list --format json > /dev/full'
  const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 3, stderr: '' })
})

test('list loads neither Vitest nor the emulator', async () => {
  const modules = await loadedModules('list')
  expect(matching(modules, /\/dist\/contract\//).length).toBeGreaterThan(5)
  expect(matching(modules, /\/dist\/(emulator|reporters(?!\/formats))\/|node_modules\/vitest\//)).toEqual([])
})
