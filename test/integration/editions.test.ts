/** A service that was built from one edition of the document, verified against the other: the report names the differences only. */
import { expect, onTestFinished, test } from 'vitest'
import { documentedOperations, type Requirement, requirements } from '#contract'
import type { RequirementId } from '#model'
import type { Report } from '#results'
import { execCli } from '../fixtures/exec-cli.ts'
import { writeFile } from '../fixtures/files.ts'
import { type Rewrite, startRewritingProxy } from '../fixtures/rewriting-proxy.ts'
import { createReportFolder } from './report-folder.ts'

const { path, readReport } = createReportFolder()

const isIn = (edition: '2020-03' | '2026-05', { editions }: Requirement): boolean => editions.includes(edition)
const dropped = requirements.filter((one) => !isIn('2026-05', one))
const added = requirements.filter((one) => !isIn('2020-03', one))

const operationsOf2020 = documentedOperations('2020-03')

/** Requirements of both editions that a service of either satisfies. */
const common: readonly RequirementId[] = [
  ...(['flavors.list.answers', 'zones.list.answers', 'keypairs.create.private-key', 'servers.show.answers'] as const),
  ...(['servers.update.renames', 'images.create.accepted', 'images.create.metadata'] as const),
]

/** Returns a body without some members, at the top or of its only member; anything else unchanged. */
function without(body: string, ...names: readonly string[]): string {
  if (!body.startsWith('{')) return body
  try {
    return JSON.stringify(JSON.parse(body), (key, value) => (names.includes(key) ? undefined : value))
  } catch {
    return body
  }
}

const pathOf = (path: string): string => path.split('?')[0] ?? path

/** Returns a service without what the document has got since March 2020. */
const of2020: Rewrite = (request) => {
  if (/\/(flavors\/detail|metadata(\/[^/]*)?|os-server-groups(\/[^/]*)?)$/.test(pathOf(request.path))) return 404
  if (/"(un)?shelve"/.test(request.body)) return 400
  const body = without(request.body, 'os:scheduler_hints', 'return_reservation_id')
  return { ...request, body }
}

/** Returns a service without what the document has dropped since. */
const of2026: Rewrite = (request) => {
  const name = pathOf(request.path)
  if (name === '/') return 404
  const isOfFlavors = name.endsWith('/flavors')
  const body = without(request.body, 'accessIPv4', 'personality', 'device_name', 'OS-DCF:diskConfig')
  return { ...request, path: isOfFlavors ? request.path.replace(/(limit|marker)=/g, 'ignored=') : request.path, body }
}

/** Runs the suites against a service of one edition, in the profile of the other. */
async function verify(edition: '2020-03' | '2026-05', rewrite: Rewrite, profile: string, only: readonly string[]) {
  // More than the default length of a page of the later edition.
  const existingServers = edition === '2020-03' ? 101 : 0
  const proxy = await startRewritingProxy(rewrite, { edition, seed: { existingServers } })
  onTestFinished(proxy.close)
  // The emulator generates keys, which takes seconds on a busy machine.
  const config = writeFile(path(), `${profile}.json`, { ...proxy.config, timeouts: { request: '600s' } })
  const run = ['run', '--config', config, '--profile', profile, '--timeout-scale', '0.1', '--only', ...only]
  await execCli(...run, '--out', path(profile), '--report', 'json')
  return readReport(profile)
}

/** Returns the requirements of the report that did not pass, as `id outcome`. */
const notPassed = ({ requirements: results }: Report): readonly string[] =>
  results.flatMap(({ id, outcome, off }) => (off || outcome === 'pass' ? [] : [`${id} ${outcome}`]))

const idsIn = ({ requirements: results }: Report): readonly string[] => results.map(({ id }) => id)

test('a service of March 2020 violates what the edition of May 2026 has added or settled', async () => {
  const settled: RequirementId = 'images.create.image-id'
  const addedIds = added.map(({ id }) => id)

  const report = await verify('2020-03', of2020, 'nhn', [...addedIds, settled, ...common])

  expect(report.target).toMatchObject({ profile: 'nhn', edition: '2026-05' })
  expect(report.notes).toContainEqual(
    expect.stringMatching(/^The target knows none of \d operations .* test it with --profile toast\.$/),
  )
  expect(idsIn(report).filter((id) => dropped.some((one) => one.id === id))).toEqual([])
  const lines = notPassed(report)
  expect(lines).toEqual(
    expect.arrayContaining([
      'flavors.detail.answers fail',
      'images.create.image-id fail',
      'metadata.set.creates fail',
      'servers.list.page-size fail',
      'servers.create.volume-type fail',
      'servers.ephemeral-disk-size fail',
      'servers.protect fail',
      'servers.shelve.becomes-offloaded fail',
    ]),
  )
  const ids = lines.map((line) => line.split(' ')[0] ?? '')
  expect(ids.filter((id) => id !== settled && !addedIds.some((one) => one === id))).toEqual([])
  const ofNewOperations = added.filter(({ operations }) => !operations.some((one) => operationsOf2020.includes(one)))
  expect(ofNewOperations.filter(({ id }) => !ids.includes(id))).toEqual([])
})

test('a service of May 2026 lacks what the edition of March 2020 had', async () => {
  const report = await verify('2026-05', of2026, 'toast', [...dropped.map(({ id }) => id), ...common])

  expect(report.target).toMatchObject({ profile: 'toast', edition: '2020-03' })
  expect(report.notes ?? []).not.toContainEqual(expect.stringContaining('test it with'))
  expect(idsIn(report).filter((id) => added.some((one) => one.id === id))).toEqual([])
  expect(notPassed(report)).toEqual([
    'servers.resize.disk-config fail',
    'conventions.request-id fail',
    'conventions.request-id-unique inconclusive',
    'flavors.list.limit fail',
    'flavors.list.marker fail',
    'servers.create.personality-base64 fail',
    'servers.update.access-ipv4 fail',
    ...dropped.filter(({ id }) => id.startsWith('versions.')).map(({ id }) => `${id} skipped`),
  ])
})
