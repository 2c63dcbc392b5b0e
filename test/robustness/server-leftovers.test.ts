/** What a target keeps against its word is reported as left, and a quota of one server is enough for a run. */
import { expect, test } from 'vitest'
import { lenientTarget, runAgainst } from './lenient-run.ts'

test.each([
  ['accepts DELETE in vain', 204],
  ['rejects every DELETE because of a conflict', 409],
])('a target that %s: what is left is what it still lists', async (_, deleteStatus) => {
  const target = await lenientTarget({ deleteStatus })
  const { run, leaked } = await runAgainst(target, 2)
  expect(target.peak).toBeLessThanOrEqual(2)
  expect(leaked).toEqual(target.serverIds.toSorted())
  expect(run.requirement('servers.delete.removes').outcome).toBe('fail')
})

const quotaTexts: readonly [string, number, unknown][] = [
  [
    'the text of later releases',
    403,
    {
      forbidden: { code: 403, message: 'Quota exceeded for instances: Requested 1, but already used 1 of 1 instances' },
    },
  ],
  [
    'the legacy text',
    413,
    {
      overLimit: {
        code: 413,
        message: 'Instance quota exceeded. You cannot run any more instances of this type.',
        retryAfter: 0,
      },
    },
  ],
]

test.each(quotaTexts)(
  'a quota of one server in %s: the run goes on with one and says so once',
  async (_, status, body) => {
    const target = await lenientTarget({ quota: { servers: 1, status, body } })
    const { run, leaked } = await runAgainst(target, 4)
    expect(leaked).toEqual([])
    expect(target.serverIds).toEqual([])
    expect(run.resultsWith('fail')).toEqual([])
    expect(run.resultsWith('inconclusive').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
    expect(run.report.notes?.filter((note) => /quota/.test(note))).toEqual([
      expect.stringContaining('fewer servers at once'),
    ])
  },
)
