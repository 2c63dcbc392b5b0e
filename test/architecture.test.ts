/** The rooms open only onto one another as ARCHITECTURE.md says, and only through their doors. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '#contract'

/** Room → what it may import beside its own files and Node's built-ins. `#room` is that room's index. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: ['ajv', 'ajv-formats', 'openapi-types', 'yaml'],
  harness: ['#contract', 'vitest', 'undici', 'p-limit'],
  suites: ['#harness', 'vitest'],
  results: ['#contract', '#harness', 'vitest/node'],
  reporters: ['#results'],
  emulator: ['libsql', 'sshpk', 'valibot'],
  cli: [
    '#contract',
    '#harness/client',
    '#results',
    '#reporters',
    '#emulator',
    'vitest/node',
    'undici',
    'ajv',
    'ajv-formats',
    'yaml',
    'commander',
  ],
}

const filesOf = (room: string): string[] =>
  readdirSync(join(packageRoot, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.(test|fixture)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?:[^'";]*\sfrom\s)?'([^']+)'/gm)].map(
    ([, name]) => name ?? '',
  )

/** Whether a relative import stays within its room. */
const stays = (room: string, file: string, name: string): boolean =>
  name.startsWith('.') && join(file, '..', name).startsWith(`${join(packageRoot, room)}/`)

const allowed = (room: string, name: string): boolean =>
  (mayImport[room] ?? []).some((door) => name === door || (!door.startsWith('#') && name.startsWith(`${door}/`)))

describe.each(Object.keys(mayImport))('%s/', (room) => {
  test('imports only what it may', () => {
    const strays = filesOf(room).flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('node:') && !stays(room, file, name) && !allowed(room, name))
        .map((name) => `${file.slice(packageRoot.length + 1)} imports ${name}`),
    )
    expect(strays).toEqual([])
  })

  test('has files', () => {
    expect(filesOf(room).length).toBeGreaterThan(0)
  })
})

test('results takes only types from the harness', () => {
  const values = filesOf('results').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^(import|export) (?!type)[^'";]*from '#harness'/gm)].map(
      ([line]) => `${file}: ${line}`,
    ),
  )
  expect(values).toEqual([])
})
