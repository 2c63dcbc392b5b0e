/** A target of one edition of the document that is verified against the other. */
import { expect, test } from 'vitest'
import { startEmulator } from '#emulator'
import type { Report } from '#results'
import { writeFile } from '../fixtures/files.ts'
import { execCli } from '../fixtures/processes.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()

/** The requirements that can tell the editions apart, and some that cannot. */
const only = [
  ...['flavors.*', 'zones.*', 'conventions.*', 'images.create.*', 'servers.disk-config', 'servers.create.disk-config'],
  ...['servers.ephemeral-disk-size', 'servers.protect', 'servers.show.answers', 'keypairs.create.private-key'],
  'servers.*.page-size',
]

async function verify(edition: '2020-03' | '2026-05', profile: string): Promise<Report> {
  const emulator = await startEmulator({ edition, seed: { existingServers: 101 } })
  try {
    const config = writeFile(path(), `${profile}.json`, emulator.config)
    const run = ['run', '--config', config, '--profile', profile, '--timeout-scale', '0.05', '--only', ...only]
    await execCli(...run, '--out', path(profile), '--report', 'json')
    return readReport(profile)
  } finally {
    await emulator.close()
  }
}

const notPassed = ({ requirements }: Report): string[] =>
  requirements.filter(({ outcome, off }) => !off && outcome !== 'pass').map(({ id, outcome }) => `${id} ${outcome}`)

test('a service of March 2020 violates what the edition of May 2026 has added', async () => {
  const report = await verify('2020-03', 'nhn')
  expect(report.target).toMatchObject({ profile: 'nhn', edition: '2026-05' })
  expect(report.requirements.map(({ id }) => id)).not.toContain('versions.v2')
  expect(report.requirements.find(({ id }) => id === 'keypairs.create.private-key')).toMatchObject({
    level: 'must',
    basis: 'documented',
    source: { section: '키페어 생성/등록하기', lines: '366, 389' },
  })
  expect(notPassed(report)).toEqual([
    'flavors.detail.extra-specs fail',
    'images.create.image-id fail',
    'servers.list.page-size fail',
    'servers.detail.page-size fail',
    'servers.ephemeral-disk-size fail',
    'servers.protect fail',
  ])
})

test('a service of May 2026 lacks the request ids of March 2020', async () => {
  const report = await verify('2026-05', 'toast')
  expect(report.target).toMatchObject({ profile: 'toast', edition: '2020-03' })
  expect(report.requirements.map(({ id }) => id)).not.toContain('flavors.detail.answers')
  expect(notPassed(report)).toEqual(['conventions.request-id fail', 'conventions.request-id-unique inconclusive'])
})
