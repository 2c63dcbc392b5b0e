import { describe, expect, test } from 'vitest'
import { responseWith } from '../client/api-response.fixture.ts'
import { serversUrl, setUp } from './creation-tracking.fixture.ts'
import { recordCreation } from './creation-tracking.ts'
import { recordRemoval } from './removal-tracking.ts'

describe('a read that does not find a server', () => {
  type Response = readonly [method: string, status: number]

  async function usedAfter(responses: readonly Response[]) {
    const { run, client, begin, admit } = setUp()
    const pending = { ...begin(), admission: await admit(1) }
    await recordCreation(client, pending, responseWith(202, { body: { server: { id: 'a' } } }))
    for (const [method, status] of responses)
      recordRemoval(
        run,
        { method, url: `${serversUrl}/a`, isAuthorized: true },
        responseWith(status, { body: { server: { status: 'ACTIVE' } } }),
      )
    return run.capacity.used
  }

  const seen = ['GET', 200] as const
  const missed = ['GET', 404] as const
  const accepted = ['DELETE', 204] as const

  test('frees its part of the limit after an accepted DELETE', async () => {
    expect(await usedAfter([seen, accepted, missed])).toBe(0)
    expect(await usedAfter([accepted, missed])).toBe(0)
  })

  test('frees nothing without an accepted DELETE', async () => {
    expect(await usedAfter([seen, missed, missed])).toBe(1)
    expect(await usedAfter([seen, ['DELETE', 404], missed])).toBe(1)
    expect(await usedAfter([seen, ['DELETE', 500], missed])).toBe(1)
  })

  test('frees nothing after a DELETE either where a read has missed an existing server before', async () => {
    expect(await usedAfter([missed, seen, accepted, missed])).toBe(1)
  })
})
