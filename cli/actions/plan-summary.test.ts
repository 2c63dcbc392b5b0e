import { expect, test } from 'vitest'
import type { RunPlan } from '#engine/runner'
import { formatPlan } from './plan-summary.ts'

const plan: RunPlan = {
  target: {
    runId: 'r',
    url: 'http://h:8774',
    computeUrl: 'http://h:8774/v2',
    tenant: 't1',
    token: 'secret',
    profile: 'toast',
    edition: '2020-03',
    resources: { image: 'i1' },
    services: { image: 'http://h/image' },
    capabilities: [],
    missing: {},
    selection: { only: [], skip: [], off: {} },
    readOnly: false,
    maxServers: 2,
    timeouts: {
      create: 1,
      stop: 1,
      start: 1,
      reboot: 1,
      resize: 1,
      snapshot: 1,
      attach: 1,
      detach: 1,
      delete: 1,
      propagation: 1,
      request: 1,
    },
    journal: 'j',
  },
  created: { servers: 3, keypairs: 1 },
  peakServers: 2,
  serverMs: 60_000,
  requests: 120,
  durationMs: 600_000,
  requirements: 10,
  tested: 7,
  skipped: [{ reason: 'no second tenant', count: 3 }],
  worstCase: { servers: 40, volumes: 30, gigabytes: 600, largestVolume: 20, images: 2 },
}

test('a plan shows what would be used, created, tested and skipped, and no token', () => {
  expect(formatPlan(plan)).toEqual([
    'Plan for http://h:8774/v2, profile toast, edition 2020-03. Nothing has been created.',
    '',
    'Would use',
    '  tenant                t1',
    '  second tenant         none',
    '  image                 i1',
    '  image service         http://h/image',
    '',
    'Would create and delete',
    '  3 servers, 1 keypairs',
    '  at most 2 servers at once (--max-servers 2), about 60 s of server time in total',
    '  about 120 requests in about 10 min, if a server takes half a minute to start',
    '',
    'Could create in addition and delete, if the target accepted everything that it has to reject',
    '  40 more servers, 30 volumes of 600 GB in all, the largest of 20 GB, 2 images',
    '  one after another within --max-servers 2; costly requests are not sent without --allow-costly',
    '',
    'Would test 7 of 10 requirements',
    '',
    'Would skip',
    '    3 × no second tenant',
  ])
})

test('a plan without writes says that nothing would be created', () => {
  const lines = formatPlan({ ...plan, created: {}, peakServers: 0, skipped: [] })
  expect(lines).toContain('  nothing')
  expect(lines).toContain('  about 120 requests in a few seconds')
  expect(lines).not.toContain('Would skip')
})
