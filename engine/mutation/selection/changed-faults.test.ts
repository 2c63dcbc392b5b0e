import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot, suitesVerifying } from '#contract'
import { faults } from '#emulator'
import { changedFaults } from './changed-faults.ts'

/** Returns a file whose earlier text is empty unless it is given. */
const file = (path: string, after: string, before = '') => ({ path, read: () => ({ before, after }) })

const current = (path: string) => file(path, readFileSync(join(packageRoot, path), 'utf8'))

const unread = (path: string) => ({
  path,
  read: () => {
    throw new Error(`${path} was read`)
  },
})

const namesOf = (...files: Parameters<typeof changedFaults>[0]) => changedFaults(files).faults.map(({ name }) => name)

const breaking = (...ids: readonly string[]) =>
  faults
    .filter(({ requirement, alsoFails = {} }) => ids.some((id) => id === requirement || Object.hasOwn(alsoFails, id)))
    .map(({ name }) => name)

describe('a change selects', () => {
  test('the faults of a requirement whose entry has changed', () => {
    const entries = (level: string) => `- { id: keypairs.id, level: ${level} }\n- { id: zones.name, level: must }\n`
    expect(namesOf(file('requirements/keypairs.yaml', entries('may'), entries('must')))).toEqual(
      breaking('keypairs.id'),
    )
  })

  test('the faults of the requirements that a suite names now, named before, or verifies by what it shares with others', () => {
    const path = 'operations/list-availability-zones.suite.ts'
    const verified = [...new Set(faults.map(({ requirement }) => requirement))].filter((id) =>
      suitesVerifying(id).includes(path),
    )
    expect(verified).not.toEqual([])
    const names = namesOf(file(`suites/${path}`, "verifies('keypairs.id')", "verify('access.token-required')"))
    expect(new Set(names)).toEqual(new Set(breaking(...verified, 'keypairs.id', 'access.token-required')))
  })

  test('the faults of the requirements of a schema', () => {
    const names = namesOf(file('openapi/components/schemas/Zone.yaml', 'x-requirement: zones.name\n'))
    expect(names).toEqual(breaking('zones.name'))
  })

  test('the faults that a changed file defines', () => {
    const names = namesOf(file('emulator/faults/zones.ts', "defineFault('zones-name-missing', …)"))
    expect(names).toEqual(['zones-name-missing'])
  })

  test('faults that fail the requirement besides their own', () => {
    const fault = faults.find(({ alsoFails }) => alsoFails !== undefined)
    const [also = ''] = Object.keys(fault?.alsoFails ?? {})
    expect(namesOf(file('requirements/x.yaml', `- id: ${also}\n`))).toContain(fault?.name)
  })

  test.each([
    'harness/client/compute.ts',
    'contract/validation/validate-response.ts',
    'engine/runner/run-once.ts',
    'emulator/services/compute/servers.ts',
    'suites/support/links.ts',
    'suites/all.suite.ts',
    'package.json',
    'something-new',
  ])('all faults, if it is of %s', (path) => {
    expect(changedFaults([unread('README.md'), unread(path)])).toEqual({ faults, sharedFile: path })
  })

  test.each([
    ['openapi/components/schemas/Uuid.yaml', 'type: string\n'],
    ['emulator/faults/mutators.ts', "mutateBody('zones.list')"],
    ['requirements/zones.yaml', '- ['],
  ])('all faults, if %s does not say which requirements or faults it is about', (path, text) => {
    expect(changedFaults([file(path, text)]).sharedFile).toBe(path)
  })

  test.each([
    'README.md',
    'engine/mutation/group-faults.test.ts',
    'reporters/console.ts',
    'cli/program.ts',
    'emulator/interpretations/lists.ts',
    'requirements/editions/2026-05/unverified.yaml',
    'requirements/measured/masked-requirements.json',
    '.ci/run',
  ])('no fault, if it is of %s', (path) => {
    expect(changedFaults([unread(path)])).toEqual({ faults: [], sharedFile: undefined })
  })
})

test('every fault that the suites have to find is selected by the file that defines it', () => {
  const folder = 'emulator/faults'
  const files = readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => changedFaults([current(`${folder}/${path.replaceAll('\\', '/')}`)]))
  const selected = new Set(files.filter(({ sharedFile }) => sharedFile === undefined).flatMap((part) => part.faults))
  expect(faults.filter((fault) => !fault.needsSequence && !selected.has(fault))).toEqual([])
})
