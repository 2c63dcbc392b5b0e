/** A target that creates no server with a volume is judged with servers that boot from a disk of their host. */
import { expect, test } from 'vitest'
import { runSuites } from '../fixtures/run-suites.ts'
import { startTarget } from './start-target.ts'

test('one that rejects every block device is accused of that alone, and what servers with a local disk can show is decided', async () => {
  const proxy = await startTarget({ name: 'without volumes', faults: ['create-image-volume-refused'] })
  try {
    const passing = [
      'servers.start.becomes-active',
      'servers.reboot.hard',
      'groups.add.attaches',
      'servers.update.renames',
    ]
    const cause = 'servers.create.block-device-mapping'
    const only = [...passing, cause, 'servers.create.answers', 'images.create.u2-only']
    const run = await runSuites(proxy.config, { only })

    expect(run.resultsWith('fail').map(({ id }) => id)).toEqual([cause])
    for (const id of passing) expect(run.requirement(id).outcome, id).toBe('pass')
    const undecided = { outcome: 'inconclusive', blockedBy: cause }
    for (const id of ['servers.create.answers', 'images.create.u2-only'])
      expect(run.requirement(id), id).toMatchObject(undecided)
  } finally {
    await proxy.close()
  }
})

test('in the later edition, neither another source of the root nor a reservation is what it rejects', async () => {
  const proxy = await startTarget({
    name: 'without volumes',
    faults: ['create-image-volume-refused'],
    edition: '2026-05',
  })
  try {
    const waiting = ['servers.create.source-volume', 'servers.create.source-snapshot', 'servers.create.reservation']
    const run = await runSuites(proxy.config, { only: [...waiting, 'servers.create.block-device-mapping'] })

    expect(run.resultsWith('fail').map(({ id }) => id)).toEqual(['servers.create.block-device-mapping'])
    for (const id of waiting)
      expect(run.requirement(id), id).toMatchObject({ outcome: 'inconclusive', blockedBy: 'servers.create.answers' })
  } finally {
    await proxy.close()
  }
})
