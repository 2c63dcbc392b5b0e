/** Explorations of targets that are slow, late, crowded or short of something accuse them of nothing, and leave nothing behind. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ExploreRequest, exploreTarget } from '#engine/explore'
import { temporaryFolder } from '../fixtures/files.ts'
import { lateFields, latency, unstableOrder } from './circumstances/appearance.ts'
import { addressesKept, failingServers, quota, slowCreates } from './circumstances/capacity.ts'
import type { Circumstance } from './circumstances/circumstance.ts'
import { laggingReads } from './circumstances/lagging-reads.ts'
import { othersKeypairs, otherUsers } from './circumstances/others.ts'
import { startTarget } from './circumstances/start-target.ts'

interface Stranger {
  readonly circumstances: readonly Circumstance[]
  readonly durationMs: number
  readonly maxServers?: number
}

const strangers: Readonly<Record<string, Stranger>> = {
  'lists that are 800 ms behind, and shows that are 400 ms behind': {
    circumstances: [laggingReads({ lists: 800, shows: 400 })],
    durationMs: 6_000,
  },
  'other users, lists in another order each time, and servers that end in ERROR': {
    circumstances: [
      { emulator: { seed: { existingServers: 40 }, interpretations: ['small-default-page'] } },
      ...[otherUsers(400), othersKeypairs, unstableOrder],
      ...[slowCreates(10, 20), failingServers(4), lateFields(1_000), addressesKept(3_000), latency(20)],
    ],
    durationMs: 6_000,
  },
  'a quota of two servers, and of one keypair': {
    circumstances: [quota('servers', 2, 413), quota('os-keypairs', 1, 403)],
    durationMs: 4_000,
    maxServers: 2,
  },
}

async function exploreStranger({ circumstances, durationMs, maxServers = 4 }: Stranger): Promise<void> {
  const target = await startTarget(circumstances)
  const folder = temporaryFolder()
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify(target.config))
  const request: ExploreRequest = {
    target: { config },
    environment: { env: {}, cwd: folder },
    ...{ journalFolder: folder, seed: 1, durationMs },
  }
  try {
    const { exploration, report } = await exploreTarget(request)
    expect(exploration.violations.map(({ requirement, finding, steps }) => ({ requirement, finding, steps }))).toEqual(
      [],
    )
    expect(exploration.steps).toBeGreaterThan(0)
    expect(target.peakServers).toBeLessThanOrEqual(maxServers)
    expect([target.leftovers(), report.resources.leaked]).toEqual([[], []])
  } finally {
    await target.close()
  }
}

describe('an exploration of a target with', () => {
  test.each(Object.entries(strangers))('%s accuses it of nothing', (_, stranger) => exploreStranger(stranger))
})
