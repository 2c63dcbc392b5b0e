/**
 * Emulators that others may have written: everything they do is judged within a minute, what they do not check is named, and
 * nothing stays behind.
 */
import { test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { startPlainEmulator, token } from './plain-emulator/plain-emulator.ts'
import { lineOf } from './run-target.ts'

/** It ignores what it does not know of a request, and hardly checks the rest. */
const violated: readonly string[] = [
  'actions.one-key',
  'attachments.create.volume-id-required',
  'attachments.create.wrapper-required',
  'attachments.unknown-refused',
  'flavors.list.min-disk',
  'flavors.list.min-ram',
  'groups.add.name-required',
  'images.create.states',
  'keypairs.create.name-required',
  'servers.create.bad-reference-surfaces',
  'servers.create.block-device-required',
  'servers.create.destination-type',
  'servers.create.metadata-limit',
  'servers.create.name-limit',
  'servers.create.name-required',
  'servers.create.networks-array',
  'servers.create.root-disk-minimum',
  'servers.create.source-type',
  'servers.create.user-data-base64',
  'servers.create.user-data-limit',
  'servers.resize.disk-config',
]

/** Ids are UUIDs, or texts. */
const violatedByNumbers: readonly string[] = [
  'attachments.server-id',
  'flavors.id',
  'servers.create.id',
  'servers.flavor.id',
  'servers.id',
  'servers.list.id',
  'servers.update.answer',
]

/** An image, a network and a volume are ids that the emulator never asks about. */
const resources = {
  image: '11111111-1111-4111-8111-111111111111',
  network: '22222222-2222-4222-8222-222222222222',
  subnet: '22222222-2222-4222-8222-222222222223',
  volume: '33333333-3333-4333-8333-333333333333',
  securityGroup: 'web',
}

const isMust = (line: string): boolean => line.startsWith('must ')

test.concurrent.for([
  ['from the document alone', {}, violated],
  ['with numbers as ids', { hasNumericIds: true }, [...violated, ...violatedByNumbers]],
] as const)('an emulator %s is judged to the end', async ([, options, violations], { expect: expectHere }) => {
  const emulator = await startPlainEmulator(options)
  try {
    const run = await runSuites({ target: { url: emulator.url }, resources }, { token })
    const failed = run.resultsWith('fail').filter(({ level }) => level === 'must')
    expectHere(failed.map(({ id }) => id).toSorted()).toEqual(violations.toSorted())
    expectHere(run.resultsWith('inconclusive').map(lineOf).filter(isMust)).toEqual([])
    expectHere(run.report.resources.leaked).toEqual([])
    expectHere([...emulator.servers.keys(), ...emulator.keypairs.keys()]).toEqual([])
    expectHere(run.report.errors).toEqual([])
  } finally {
    await emulator.close()
  }
})
