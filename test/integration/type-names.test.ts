/** A type name that is exported with two meanings misleads a reader who searches for it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '#contract'

const modules = [
  'api',
  'cli',
  'contract',
  'emulator',
  'engine',
  'harness',
  'model',
  'reporters',
  'results',
  'suites',
  'test',
]

/** Defined twice with the same meaning: the emulator shares no code with the rest, and suites see less than the pool of servers. */
const sameMeaning = new Set(['Json', 'JsonObject', 'RestState'])

/** Emulators as others would write them: programs of their own, which share nothing with each other. */
const ofStrangers = /^strangers\/\w+-emulator\//

const exportedTypes = /^export (?:interface|type|(?:abstract )?class) (\w+)/gm

function filesWith(names: Map<string, string[]>, module: string): void {
  for (const path of readdirSync(join(packageRoot, module), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(path) || path.includes('node_modules') || ofStrangers.test(path)) continue
    const text = readFileSync(join(packageRoot, module, path), 'utf8')
    for (const [, name = ''] of text.matchAll(exportedTypes))
      names.set(name, [...(names.get(name) ?? []), `${module}/${path}`])
  }
}

test('no type name is exported with two meanings', () => {
  const names = new Map<string, string[]>()
  for (const module of modules) filesWith(names, module)
  expect(names.size).toBeGreaterThan(500)
  const repeated = [...names].filter(([name, files]) => files.length > 1 && !sameMeaning.has(name))
  expect(Object.fromEntries(repeated)).toEqual({})
})
