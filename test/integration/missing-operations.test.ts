/** Targets that lack an operation, or have it elsewhere: everything that does not need it is verified all the same. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EmulatorOptions } from '#emulator'
import type { RequirementResult } from '#results'
import { type Rewrite, startRewritingProxy } from '../fixtures/rewriting-proxy.ts'
import { runSuites } from '../fixtures/run-suites.ts'

async function runAgainst(rewrite: Rewrite, only: readonly string[] = [], options: EmulatorOptions = {}) {
  const proxy = await startRewritingProxy(rewrite, options)
  onTestFinished(() => proxy.close())
  return runSuites(proxy.config, { timeoutScale: 0.05, ...(only.length > 0 ? { only } : {}) })
}

const idsOf = (results: readonly RequirementResult[]): string[] => results.map(({ id }) => id).sort()

/** Returns the requirement that blocks a result in the end, through others that are undecided because of it. */
function rootCause({ blockedBy }: RequirementResult, undecided: readonly RequirementResult[]): string | undefined {
  const blocker = undecided.find(({ id }) => id === blockedBy)
  const others = undecided.filter((other) => other !== blocker)
  return blocker === undefined ? blockedBy : rootCause(blocker, others)
}

const attachmentsPath = /\/os-volume_attachments(\/[^/?]+)?$/

describe('a target', () => {
  test('without keypairs is judged by everything else', async () => {
    const run = await runAgainst((request) => (request.path.includes('/os-keypairs') ? 405 : request))

    const failed = ['keypairs.create.generates', 'keypairs.create.imports', 'keypairs.list.answers']
    expect(idsOf(run.resultsWith('fail'))).toEqual(failed)
    const undecided = run.resultsWith('inconclusive')
    const others = undecided.filter(({ id }) => !id.startsWith('keypairs.'))
    expect(idsOf(others)).toEqual(['servers.create.key-name'])
    expect(undecided.filter((result) => !failed.includes(rootCause(result, undecided) ?? ''))).toEqual([])
    expect(run.requirement('access.token-required').outcome).toBe('pass')
  })

  test('whose zones have no names leaves undecided what needs a name because of that alone', async () => {
    const only = ['zones.*', 'servers.create.zone', 'servers.create.zone-chosen']
    const run = await runAgainst((request) => request, only, { faults: ['zones-name-missing'] })
    expect(idsOf(run.resultsWith('fail'))).toEqual(['zones.name'])
    const undecided = run.resultsWith('inconclusive')
    expect(undecided.map(({ blockedBy }) => blockedBy)).toEqual(undecided.map(() => 'zones.name'))
    expect(undecided.length).toBeGreaterThan(0)
  })

  test('may attach volumes at the path that the signature in the document has', async () => {
    const run = await runAgainst((request) => {
      const [, volume] = attachmentsPath.exec(request.path) ?? []
      if (request.method !== 'POST' || !attachmentsPath.test(request.path)) return request
      return volume === undefined ? 404 : { ...request, path: request.path.slice(0, -volume.length) }
    })

    expect(run.resultsWith('fail')).toEqual([])
    expect(run.resultsWith('inconclusive')).toEqual([])
    expect(run.requirement('attachments.create.path')).toMatchObject({ outcome: 'pass', variant: 'volume-id' })
  })

  test('without a list of servers passes nothing that the list would have to show', async () => {
    const isList = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && /\/servers(\?|$)/.test(path)
    const run = await runAgainst((request) => (isList(request) ? 404 : request), ['servers.list.*', 'servers.detail.*'])

    expect(idsOf(run.resultsWith('fail'))).toEqual(['servers.list.answers'])
    const passed = idsOf(run.resultsWith('pass')).filter((id) => id.startsWith('servers.list.'))
    expect(passed).toEqual([])
    const undecided = idsOf(run.resultsWith('inconclusive'))
    expect(undecided.filter((id) => !id.startsWith('servers.list.'))).toEqual([])
  })

  test('that shows no server is judged by its detailed list', async () => {
    const isShow = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && /\/servers\/[^/?]+$/.test(path) && !path.endsWith('/detail')
    const only = ['servers.show.*', 'servers.start.*', 'servers.create.name-shown', 'servers.delete.removes']
    const run = await runAgainst((request) => (isShow(request) ? 404 : request), only)

    expect(idsOf(run.resultsWith('fail'))).toEqual(['servers.show.answers'])
    expect(idsOf(run.resultsWith('inconclusive'))).toEqual(['servers.show.equals-detail'])
    expect(run.requirement('servers.start.becomes-active').outcome).toBe('pass')
    expect(run.requirement('servers.delete.removes').outcome).toBe('pass')
  })

  test('that rejects a filter is not accused of ignoring a limit beside it', async () => {
    const isFiltered = ({ path }: { path: string }) => path.includes('changes-since=')
    const run = await runAgainst((request) => (isFiltered(request) ? 400 : request), ['servers.list.limit'])

    expect(run.requirement('servers.list.limit').outcome).toBe('pass')
  })

  test('without an update of servers does not pass by keeping what an invalid one would change', async () => {
    const isUpdate = ({ method, path }: { method: string; path: string }) =>
      method === 'PUT' && /\/servers\/[^/]+$/.test(path)
    const run = await runAgainst((request) => (isUpdate(request) ? 405 : request), ['servers.update.*'])

    expect(idsOf(run.resultsWith('fail'))).toEqual(['servers.update.renames'])
    expect(idsOf(run.resultsWith('pass'))).toEqual([])
    for (const { blockedBy } of run.resultsWith('inconclusive')) expect(blockedBy).toBe('servers.update.renames')
  })

  test('that does not show attachments leaves open whether an attached volume appears there', async () => {
    const isShow = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && /\/os-volume_attachments\/./.test(path)
    const run = await runAgainst((request) => (isShow(request) ? 405 : request), ['attachments.*', 'access.*'])

    expect(idsOf(run.resultsWith('fail'))).toEqual(['attachments.show.by-volume-id'])
    expect(run.requirement('attachments.create.attaches')).toMatchObject({
      outcome: 'inconclusive',
      blockedBy: 'attachments.show.by-volume-id',
    })
    expect(run.requirement('attachments.delete.detaches').outcome).toBe('pass')
    expect(run.requirement('attachments.list.offset').outcome).toBe('pass')
  })

  test('without createImage does not pass by rejecting invalid requests for an image', async () => {
    const run = await runAgainst((request) => (request.body.includes('createImage') ? 400 : request), ['images.*'])

    expect(idsOf(run.resultsWith('fail'))).toEqual(['images.create.accepted'])
    for (const id of ['images.create.states', 'images.create.name-required', 'images.create.u2-only'])
      expect(run.requirement(id)).toMatchObject({ outcome: 'inconclusive', blockedBy: 'images.create.accepted' })
  })

  test('without metadata of its own, server groups and unshelve does not pass by rejecting invalid requests for them', async () => {
    const run = await runAgainst(
      ({ path, body, ...request }) => {
        if (/\/(metadata|os-server-groups)(\/|$)/.test(path)) return 404
        return body.includes('unshelve') ? 400 : { path, body, ...request }
      },
      ['metadata.*', 'servers.unshelve.*', 'server-groups.*', 'servers.create.scheduler-hint'],
      { edition: '2026-05' },
    )

    for (const [id, blockedBy] of [
      ['servers.unshelve.only-offloaded', 'servers.unshelve.becomes-active'],
      ['metadata.unknown-refused', 'metadata.show.answers'],
      ['metadata.set.wrapper-required', 'metadata.set.creates'],
      ['server-groups.create.name-required', 'server-groups.create.answers'],
      ['server-groups.list.answers', 'server-groups.create.answers'],
      ['server-groups.unknown-refused', 'server-groups.show.answers'],
      ['servers.create.scheduler-hint', 'server-groups.create.answers'],
    ] as const)
      expect(run.requirement(id)).toMatchObject({ outcome: 'inconclusive', blockedBy })
    expect(idsOf(run.resultsWith('fail'))).toEqual([
      'metadata.list.answers',
      'metadata.set.creates',
      'metadata.show.answers',
      'server-groups.create.answers',
      'servers.unshelve.becomes-active',
    ])
  })
})
