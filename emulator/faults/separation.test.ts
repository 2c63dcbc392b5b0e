/** The correct emulator can be read without any knowledge of its faults. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findInterpretation, interpretations } from '../interpretations/index.ts'
import { faults, findFault } from './index.ts'

const root = join(import.meta.dirname, '..')

/** The source files of the emulator without faults/, interpretations/ and tests, as path → text. */
const sources = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test|\.fixture)\.ts$/.test(file) && !/^(faults|interpretations|testing)\//.test(file))
    .map((file) => [file, readFileSync(join(root, file), 'utf8')]),
)

/** The names of all hooks, as their modules export them. */
async function hookNames(): Promise<string[]> {
  const files = [...sources].filter(([, text]) => text.includes('= defineHook(')).map(([file]) => file)
  const modules: object[] = await Promise.all(files.map((file) => import(join(root, file))))
  return modules
    .flatMap((module): unknown[] => Object.values(module))
    .flatMap((value) => (typeof value === 'function' && 'hookName' in value ? [String(value.hookName)] : []))
}

describe('the correct emulator', () => {
  test('does not mention a fault', () => {
    const mentions = [...sources].flatMap(([file, text]) =>
      faults.filter(({ name }) => text.includes(`'${name}'`)).map(({ name }) => `${file}: ${name}`),
    )
    expect(mentions).toEqual([])
  })

  test('has hooks with unique names, each of which some fault or interpretation overrides', async () => {
    const names = await hookNames()
    const defects = [
      ...faults.flatMap(({ name }) => findFault(name).createDefects()),
      ...interpretations.flatMap(({ name }) => findInterpretation(name).createChanges()),
    ]
    const overridden = new Set(defects.flatMap((defect) => ('hookName' in defect ? [defect.hookName] : [])))
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(names)).toEqual(overridden)
  })
})
