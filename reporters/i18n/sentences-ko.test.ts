import { describe, expect, test } from 'vitest'
import { applyWaivers } from '#results'
import { exampleReport } from '../example-report.fixture.ts'
import { translateSentence } from './sentences-ko.ts'

describe('translateSentence', () => {
  test.each([
    ['not reached: servers.start.only-shutoff failed', 'servers.start.only-shutoff 실패로 검사하지 못함'],
    ['failed in 1 of 3 repeats, passed in 2', '3회 반복 중 1회 실패, 2회 통과'],
    ['needs volume: set resources.volume', 'volume 필요: set resources.volume'],
    [
      'The server was not idle within 60 s after create, although it reached ACTIVE.',
      '서버가 create 후 60초 안에 ACTIVE 상태가 되었지만 idle 상태는 되지 않음.',
    ],
    [
      'GET /v2/…/servers failed: no complete response within 60 s.',
      'GET /v2/…/servers 실패: 60초 안에 응답이 끝나지 않음.',
    ],
  ])('%s', (text, translation) => {
    expect(translateSentence(text)).toBe(translation)
  })

  test('returns other text unchanged', () => {
    for (const text of ['', 'The spare volume was not attached.', 'needs', '$1 $2'])
      expect(translateSentence(text)).toBe(text)
  })

  test('translates the notes on waivers', () => {
    const waiver = { reason: 'soon', expires: '2026-01-01' }
    const { notes = [] } = applyWaivers(
      { ...exampleReport, notes: [] },
      [
        { ...waiver, requirement: 'servers.list.limit' },
        { ...waiver, requirement: 'none.*' },
        { ...waiver, requirement: 'versions.list.ids', expires: '2026-12-31' },
      ],
      '2026-06-01',
    )
    expect(notes).toHaveLength(3)
    for (const note of notes) expect(translateSentence(note)).toMatch(/예외 승인/)
  })
})
