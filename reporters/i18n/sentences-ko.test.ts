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
      'The server stayed ACTIVE with no task in progress for 21 s after resize, although it reached a flavor.',
      '서버가 resize 후 진행 중인 작업 없이 21초 동안 ACTIVE 상태에 머무름.',
    ],
    [
      'GET /v2/…/servers failed: no complete response within 60 s.',
      'GET /v2/…/servers 실패: 60초 안에 응답이 끝나지 않음.',
    ],
    ['The list has a server twice, still after 22 s.', '목록에 같은 서버가 두 번 나타남. 22초 뒤에도 같음.'],
    [
      'GET /v2/…/servers/1: body/server/status is "A", not "B", still after 7 s.',
      'GET /v2/…/servers/1: body/server/status 값이 "B"이(가) 아니라 "A"임. 7초 뒤에도 같음.',
    ],
    [
      'status differs from an earlier response (exchange 690), and no request in between could change it.',
      'status 값이 이전(요청/응답 #690)과 다르며, 그 사이에 이 값을 바꾸는 요청이 없었음.',
    ],
    [
      'GET /v2/{tenantId}/os-availability-zone: 2 of 2 zones have no zoneName.',
      'GET /v2/{tenantId}/os-availability-zone: 가용성 영역 2개 중 2개에 zoneName이(가) 없음.',
    ],
    [
      'GET /v2/…/x returned no volume attachments; expected some elements, as without it.',
      'GET /v2/…/x의 응답에 볼륨 연결이 없음. 기대값: 이 매개변수가 없을 때처럼 하나 이상의 항목.',
    ],
    [
      'GET /v2/{tenantId}/servers returned 17 as body/servers/0/name instead of a string, and a wrong value in 2 of 3 servers.',
      'GET /v2/{tenantId}/servers의 응답에서 body/servers/0/name 값이 문자열이 아니라 17임. 서버 3개 중 2개의 값이 잘못됨.',
    ],
    [
      'The detailed list (exchange 7) has a different updated than showServer before and after it.',
      '상세 목록(요청/응답 #7)의 updated 값이 그 전후의 showServer와 다름.',
    ],
    [
      'The server could not be brought to SHUTOFF: The server went to ERROR after os-stop ("No."). ERROR all the time',
      '서버를 SHUTOFF 상태로 만들 수 없음: 서버가 os-stop ("No.") 후 ERROR 상태가 됨. ERROR (계속)',
    ],
    ['The server shows no address after reboot, but did before.', '서버에 있던 주소가 reboot 후에 없음.'],
    [
      'Two calls have the same x-compute-request-id (exchange 7).',
      '두 요청의 x-compute-request-id 값이 같음(요청/응답 #7).',
    ],
    ['GET /v2/…/x returned 200, not 404 or 405.', 'GET /v2/…/x의 응답이 404 또는 405가 아니라 200임.'],
    [
      'DELETE /v2/{tenantId}/servers returned an object with code, message as the body instead of an object.',
      'DELETE /v2/{tenantId}/servers의 응답에서 본문 값이 객체가 아니라 code, message이(가) 있는 객체임.',
    ],
    [
      'A server for the test could not be created: POST /v2/t/servers returned 409 {"a":"b"}.',
      '검사에 필요한 서버를 만들 수 없음: POST /v2/t/servers의 응답이 409 {"a":"b"}임.',
    ],
    [
      'A server for the test could not be created: The server was not ACTIVE within 2 s after create. BUILD after 0.02 s',
      '검사에 필요한 서버를 만들 수 없음: 서버가 create 후 2초 안에 ACTIVE 상태가 되지 않음. BUILD (0.02초 후)',
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
