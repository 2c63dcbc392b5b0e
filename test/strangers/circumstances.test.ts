/**
 * Targets that are slow, late, uneven, crowded or short of something, and otherwise conformant, are accused of nothing: what cannot
 * be decided says why, the limit of servers is kept, and nothing stays behind.
 */
import { describe, expect, onTestFinished, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import {
  clockAhead,
  http10,
  lateFields,
  latency,
  oldestFirst,
  unstableOrder,
  yearOneUpdates,
} from './circumstances/appearance.ts'
import {
  addressesKept,
  blockDeviceDemanded,
  failingServers,
  fullZone,
  largeImages,
  quota,
  slowCreates,
} from './circumstances/capacity.ts'
import type { Circumstance } from './circumstances/circumstance.ts'
import { errorPages } from './circumstances/gateways.ts'
import { laggingReads, lateMetadata } from './circumstances/lagging-reads.ts'
import { othersKeypairs, otherUsers } from './circumstances/others.ts'
import { attachesWhenActive, rateLimit } from './circumstances/restrictions.ts'
import { startTarget } from './circumstances/start-target.ts'
import { lineOf } from './run-target.ts'

interface Stranger {
  readonly circumstances: readonly Circumstance[]
  /** The profile of the run. Default: toast. */
  readonly profile?: string
  /** The requirements that are tested. Default: all. */
  readonly only?: readonly string[]
  /** The reason that what stays undecided gives. Default: nothing stays undecided. */
  readonly undecided?: RegExp
  readonly maxUndecided?: number
  /** The servers that may exist at a time. Default: 4, the default of --max-servers. */
  readonly maxServers?: number
  /** Violated because the emulator does not have the profile of the run: requirement → why. */
  readonly red?: Readonly<Record<string, string>>
}

const usedUp = /^The quota of the tenant allows no more keypairs/

/** Their runs mostly wait. */
const slow: Readonly<Record<string, Stranger>> = {
  'lists that are 2.5 s behind, and shows that are one second behind': {
    circumstances: [laggingReads({ lists: 2_500, shows: 1_000 })],
  },
  'one create in ten twenty times slower, every fourth server in ERROR, late fields and addresses that stay taken': {
    circumstances: [
      { emulator: { timing: { create: 400 } } },
      slowCreates(10, 20),
      failingServers(4),
      lateFields(1_000),
      addressesKept(3_000),
      latency(20),
    ],
  },
}

const quick: Readonly<Record<string, Stranger>> = {
  'volumes for running servers only, and a limit of 100 requests a second': {
    circumstances: [rateLimit(100), attachesWhenActive],
  },
  'a crowded tenant, small pages in another order each time, HTTP/1.0, and a clock ten minutes ahead': {
    circumstances: [
      { emulator: { seed: { existingServers: 40 }, interpretations: ['small-default-page', 'reads-203'] } },
      otherUsers(400),
      othersKeypairs,
      unstableOrder,
      clockAhead(600_000),
      http10,
    ],
  },
  'pages of one server, the oldest first': {
    circumstances: [{ emulator: { seed: { existingServers: 3 } } }, oldestFirst],
    only: ['servers.show.equals-detail'],
  },
  'images of 50 GB, and flavors without a disk': {
    circumstances: [largeImages(50)],
    only: ['servers.create.answers', 'servers.create.volume-size', 'flavors.list.min-*'],
  },
  'a zone without capacity': {
    circumstances: [fullZone],
    only: ['zones.usable-on-create'],
    undecided: /^The target has no capacity for POST/,
    maxUndecided: 1,
  },
  'a quota of two servers, and of three keypairs': {
    circumstances: [quota('servers', 2, 413), quota('os-keypairs', 3, 403)],
    maxServers: 2,
    undecided: usedUp,
    // What needs another keypair while three are in use.
    maxUndecided: 8,
  },
  'a quota of one server, and none of keypairs': {
    circumstances: [quota('servers', 1, 403), quota('os-keypairs', 0, 413)],
    maxServers: 1,
    undecided: usedUp,
    maxUndecided: 20,
  },
  'metadata that are read from a replica 1.5 s behind': {
    circumstances: [{ emulator: { edition: '2026-05' } }, lateMetadata(1_500)],
    profile: 'nhn',
    only: ['metadata.list.*', 'metadata.show.*'],
  },
  'an HTML page in place of the body of every error': {
    circumstances: [errorPages],
    undecided: /^No error body has a code/,
    maxUndecided: 1,
  },
  'profile nova and a block device that every create needs': {
    circumstances: [blockDeviceDemanded],
    profile: 'nova',
    red: {
      'servers.create.personality': 'The emulator wants the spelling of the document, which is not that of Nova.',
    },
  },
}

async function expectNoAccusation(stranger: Stranger): Promise<void> {
  const { circumstances, profile = 'toast', only = [], maxServers = 4, red = {} } = stranger
  const { undecided: expectedReason = /^$/, maxUndecided = 0 } = stranger
  const target = await startTarget(circumstances)
  try {
    const run = await runSuites(target.config, { profile, ...(only.length > 0 && { only }) })

    const unexpected = run.resultsWith('fail').filter(({ id }) => !(id in red))
    expect([...unexpected, ...run.resultsWith('error')].map(lineOf)).toEqual([])
    const undecided = run.resultsWith('inconclusive')
    expect(undecided.filter(({ reason = '' }) => !expectedReason.test(reason)).map(lineOf)).toEqual([])
    expect(undecided.length).toBeLessThanOrEqual(maxUndecided)
    expect(target.peakServers).toBeLessThanOrEqual(maxServers)
    expect([target.leftovers(), run.report.resources.leaked]).toEqual([[], []])
  } finally {
    await target.close()
  }
}

describe.concurrent('a target with', () => {
  test.each(Object.entries(slow))('%s is not accused', (_, stranger) => expectNoAccusation(stranger))
})

describe('a target with', () => {
  test.each(Object.entries(quick))('%s is not accused', (_, stranger) => expectNoAccusation(stranger))
})

test('a target that shows year 1 as the time of every last change is accused of exactly that', async () => {
  const target = await startTarget([yearOneUpdates])
  onTestFinished(() => target.close())
  const run = await runSuites(target.config, { only: ['servers.updated-moves'] })
  expect(run.resultsWith('fail').map(({ id }) => id)).toEqual(['servers.updated-moves'])
})

test('lists that are behind, beside shows that are not, are not accused of leaving out a new status', async () => {
  const target = await startTarget([{ emulator: { control: true } }, laggingReads({ lists: 700, shows: 0 })])
  onTestFinished(() => target.close())
  const run = await runSuites(target.config, { only: ['servers.list.status', 'servers.detail.status'] })
  expect(run.resultsWith('fail').map(({ id }) => id)).toEqual([])
})
