import { expect, test } from 'vitest'
import type { JournalEntry } from '#model'
import { worstCaseOf } from './worst-case.ts'

const intent = (kind: 'server' | 'image', risk?: JournalEntry['risk']): JournalEntry => ({
  at: 1,
  event: 'intent',
  kind,
  ref: 1,
  ...(risk && { risk }),
})

test('the worst case adds up what has to be rejected, and nothing else', () => {
  const none = { servers: 0, volumes: 0, gigabytes: 0, largestVolume: 0 }
  const entries = [
    intent('server'),
    intent('server', { servers: 1, volumes: 1, gigabytes: 20, largestVolume: 20 }),
    intent('server', { servers: 11, volumes: 11, gigabytes: 220, largestVolume: 20 }),
    intent('image', none),
  ]
  expect(worstCaseOf(entries)).toEqual({ servers: 12, volumes: 12, gigabytes: 240, largestVolume: 20, images: 1 })
  expect(worstCaseOf([intent('server')])).toEqual({ ...none, images: 0 })
})
