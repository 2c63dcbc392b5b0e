import type { Template } from './templates.ts'

/** Notes about the adaptations of a run and its end, in Korean. As in `findings.ts`. */
export const notes: readonly Template[] = [
  [
    'The target returned 500 to some requests, but not when they were sent again.',
    '일부 요청에 500이 반환되었으나 다시 보내자 다른 응답이 왔음.',
  ],
  [
    'Some requests got a response that a gateway may have sent in place of the target, and a different one when sent again.',
    '일부 요청에 게이트웨이가 대상을 대신하여 보내는 것과 같은 응답이 왔으나, 다시 보내자 다른 응답이 왔음.',
  ],
  [
    'Servers whose vm_state is active show the status {}; the run takes it for ACTIVE.',
    'vm_state가 active인 서버의 status가 {1}(으)로 표시되어, 이를 ACTIVE로 보고 계속함.',
  ],
  [
    'New servers are powered off in place of ACTIVE; the run starts them.',
    '새 서버가 ACTIVE 상태가 되지 않고 전원이 꺼진 채로 있어, 서버를 시작하여 계속함.',
  ],
  ['The ids of servers are numbers; the run uses them as texts.', '서버 ID가 숫자이므로 이를 문자열로 읽어 계속함.'],
  [
    'A new server ended in ERROR; the run requested another in its place.',
    '새 서버가 ERROR 상태로 끝나, 대신할 서버를 요청했음.',
  ],
  [
    'A create with {} was accepted after the usual request was rejected with {}; all servers of the run are requested in this form.',
    '일반적인 생성 요청이 {2}(으)로 거부된 뒤 {1} 값을 넣은 요청이 수락되어, 실행의 모든 서버를 이 형식으로 요청했음.',
  ],
  [
    'A create with {} was accepted after the usual request got {} and no server; all servers of the run are requested in this form.',
    '일반적인 생성 요청이 {2} 응답을 받았으나 서버가 없었고 {1} 값을 넣은 요청이 수락되어, 실행의 모든 서버를 이 형식으로 요청했음.',
  ],
  [
    'Volumes are attached by POST to os-volume_attachments/{volumeId}; the target has no POST to the collection.',
    '대상에 컬렉션에 대한 POST가 없어 os-volume_attachments/{volumeId}에 대한 POST로 볼륨을 연결했음.',
  ],
  [
    'The response to a create names no server; the run finds its servers by their names.',
    '생성 응답에 서버의 ID가 없어 이름으로 서버를 찾았음.',
  ],
  [
    'DELETE is rejected without a body, so the run sends an empty JSON object.',
    '본문 없는 DELETE가 거부되어 빈 JSON 객체를 보냈음.',
  ],
  [
    'The target limits the rate of requests; the run spaces them and therefore takes longer.',
    '대상이 요청 빈도를 제한하여 간격을 두고 보냈으며, 그만큼 오래 걸렸음.',
  ],
  [
    'The target knows none of {} operations that edition {} adds: if it implements edition {}, test it with {}.',
    '대상에 {2}판에서 추가된 작업 {1}개가 하나도 없음. {3}판을 구현했다면 {4} 옵션으로 검사할 것.',
  ],
  [
    "The tenant's quota allows fewer servers at once than --max-servers ({}); the run continues with fewer.",
    '테넌트의 할당량이 --max-servers({1})보다 적어 할당량만큼의 서버로 실행했음.',
  ],
  ['{} was accepted, so there is no status of a rejection.', '{1} 요청이 수락되어 거부 상태 코드가 없음.'],
  ['The emulator reported an injected fault during the test: {}.', '검사 중에 에뮬레이터가 주입된 결함을 알림: {1}.'],
  [
    'The request was rejected, but this run does not verify that a valid one is accepted ({}).',
    '요청이 거부되었지만 이 실행에서는 올바른 요청이 수락되는지 검사하지 않음({1}).',
  ],
  [
    '{} responses follow a microversion that the document does not describe, or are conditional or partial; they were not compared.',
    '응답 {1}개는 문서에 없는 마이크로버전을 따르거나 조건부 또는 부분 응답이라 비교하지 않았음.',
  ],
  [
    '{} recorded requests have no response, or one without its headers or its whole body; their responses were not compared.',
    '기록된 요청 {1}개는 응답이 없거나 응답의 헤더 또는 본문 전체가 없어 응답을 비교하지 않았음.',
  ],
  [
    'GET /servers/{serverId} does not show servers that are in the list; the run reads them in the detailed list.',
    'GET /servers/{serverId}가 목록에 있는 서버를 보여 주지 않아 이 실행은 상세 목록에서 읽음.',
  ],
  [
    'GET /servers/{serverId} returns a server without the key "server"; the run uses it nevertheless.',
    'GET /servers/{serverId}의 응답에 "server" 키가 없지만 이 실행은 그 서버를 사용함.',
  ],
  [
    'The response to a create names a wrong id; the run finds its servers by their names.',
    '생성 응답의 id가 틀려 이 실행은 서버를 이름으로 찾음.',
  ],
  ['Servers show no status; the run uses their vm_state instead.', '서버에 status가 없어 이 실행은 vm_state를 따름.'],
  ['Repeat {} of {} could not be run: {}', '{2}회 중 {1}번째 반복을 실행할 수 없었음: {3}'],
]
