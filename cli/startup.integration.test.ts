import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packageRoot } from '#contract'

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

/** The modules that a command loads, relative to the package. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'startup-'))
  const [preload, loaded] = [join(folder, 'preload.mjs'), join(folder, 'loaded.txt')]
  writeFileSync(preload, recorder)
  const program = join(packageRoot, 'bin', 'compute-conformance.js')
  await promisify(execFile)(process.execPath, ['--import', preload, program, ...args], {
    env: { ...process.env, LOADED_MODULES: loaded },
    maxBuffer: 64 * 1024 * 1024,
  })
  return readFileSync(loaded, 'utf8').split('\n')
}

const matching = (modules: readonly string[], pattern: RegExp): readonly string[] =>
  modules.filter((url) => pattern.test(url))

test.each(['--version', '--help'])('%s loads only the definitions of the commands', async (option) => {
  const modules = await loadedBy(option)
  expect(matching(modules, /\/dist\/cli\//).length).toBeGreaterThan(5)
  expect(matching(modules, /\/dist\/(contract|harness|results|reporters|emulator)\/|node_modules\/vitest\//)).toEqual(
    [],
  )
})

test('list loads neither Vitest nor the emulator', async () => {
  const modules = await loadedBy('list')
  expect(matching(modules, /\/dist\/contract\//).length).toBeGreaterThan(5)
  expect(matching(modules, /\/dist\/(emulator|reporters)\/|node_modules\/vitest\//)).toEqual([])
})
